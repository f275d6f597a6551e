#!/bin/sh
# SPDX-License-Identifier: ISC
#
# query.sh: from JSON through C, compiler and linker and back to JSON.

. "${srcdir:-.}/lib.sh"

[ -n "${GUEST_CC:-}" ] || skip 'no guest toolchain in this build'

cat >main.c <<'END'
#include <solo5.h>

int
solo5_app_main(const struct solo5_start_info *info)
{
	(void)info;
	return 0;
}
END

# build ABI: builds m.json into guest.ABI.
build() {
	"$ELFTOOL" gen-manifest m.json m.c &&
	    "$GUEST_CC" -z solo5-abi="$1" main.c m.c -o "guest.$1" \
	        2>err
}

# returns WHAT: the last query printed what the manifest was, byte for byte.
returns() {
	succeeds "query of $1"
	check "$1: same manifest" cmp -s out m.json
}

for n in 0 1 2 63; do
	devices $n >m.json
	check "build with $n devices" build spt
	run query-manifest guest.spt
	returns "$n devices"
done
devices 2 | sed "s/device1/$(name 67)/" >m.json
check 'build with a long name' build spt
run query-manifest guest.spt
returns 'a name of 67 characters'

run query-abi guest.spt
succeeds 'query-abi'
gives '{
  "type": "solo5.abi",
  "target": "spt",
  "version": 2
}'
cp out abi

strip -o stripped guest.spt
run query-manifest stripped
check 'manifest after strip' cmp -s out m.json
run query-abi stripped
check 'ABI after strip' cmp -s out abi
run query-manifest -- guest.spt
succeeds 'query behind --'

# The way to standard output.
"$ELFTOOL" query-manifest guest.spt 2>err >&-
status=$?
: >out
fails 'stdout closed' '<stdout>: cannot write: Bad file descriptor'
if [ -c /dev/full ]; then
	"$ELFTOOL" query-abi guest.spt >/dev/full 2>err
	status=$?
	: >out
	fails 'stdout full' '<stdout>: cannot write: No space left on device'
fi

# Files that are no unikernels.
for c in query-manifest query-abi; do
	run $c missing
	fails "$c missing" 'missing: cannot read: No such file or directory'
	run $c .
	fails_like "$c of a directory" '.: *'
	run $c main.c
	fails_like "$c of C" 'main.c: *'
	run $c /dev/null
	fails_like "$c of /dev/null" '/dev/null: *'
	run $c "$(command -v sh)"
	fails_like "$c of a program" '*: *'
	head -c 1000 guest.spt >short
	run $c short
	fails_like "$c of half a file" 'short: *'
done

# Damage to any byte of the note is seen, but for the two that fill up its
# name, which nobody reads.
cp guest.spt damaged
offset=$(objdump -h guest.spt |
    awk '$2 == ".note.solo5.manifest" { print $6, $3 }')
start=$(printf '%d' "0x${offset% *}")
size=$(printf '%d' "0x${offset#* }")
i=0
while [ $i -lt "$size" ]; do
	printf '\377' | dd of=damaged bs=1 seek=$((start + i)) conv=notrunc \
	    2>/dev/null
	run query-manifest damaged
	case $i in
	18|19)	returns "byte $i of the note" ;;
	*)	fails_like "byte $i of the note" 'damaged: *' ;;
	esac
	dd if=guest.spt of=damaged bs=1 seek=$((start + i)) \
	    skip=$((start + i)) count=1 conv=notrunc 2>/dev/null
	i=$((i + 1))
done
run query-manifest damaged
succeeds 'all bytes restored'

# A name with JSON in it must not get through.
LC_ALL=C sed 's/device2/a","b/' <guest.spt >damaged
check_not 'it was changed' cmp -s guest.spt damaged
run query-manifest damaged
fails_like 'JSON in a name' 'damaged: *'

finish
