#!/bin/sh
# SPDX-License-Identifier: ISC
#
# readelf.sh: what the tests take for a well-formed unikernel is one for
# others as well.

if ! command -v "${READELF-readelf}" >/dev/null 2>&1; then
	echo 'no readelf'
	exit 77
fi
dir=readelf.dir
rm -rf $dir
mkdir $dir && ./elf_craft good $dir || exit 99

# Prints the headers, or the notes, or what is wrong with them.
list() {
	LC_ALL=C "${READELF-readelf}" -W "$@" 2>&1
}

# has FILE PATTERN
has() {
	list -h -l -n "$dir/$1" | grep -E -q "$2" && return
	echo "$1: no line has: $2"
	list -h -l -n "$dir/$1"
	status=1
}

status=0
for file in base version1 hvt aarch64 ppc64-elfv2 devices-63; do
	if list -h -l "$dir/$file" | grep -i -E 'warning|error'; then
		echo "$file: readelf complains"
		status=1
	fi
	has $file 'Type: +EXEC'
	has $file 'Entry point address: +0x100020'
	has $file '^ +INTERP '
	has $file '^ +LOAD +0x[0-9a-f]+ 0x0*100000 .* +E +0x1'
	has $file '^ +LOAD +0x[0-9a-f]+ 0x0*110000 .* R +0x1'
	has $file '^ +LOAD +0x[0-9a-f]+ 0x0*120000 .* RW +0x1'
	# The manifest note's content does not begin where readelf looks for
	# it; t-abi compares that note.
	has $file 'OpenBSD +0x00000004'
	has $file 'Solo5 +0x00000010.*0x31494241'
done
for file in base hvt aarch64 ppc64-elfv2; do
	has $file '^ +TLS .* R +0x10'
done
has base 'Machine: +Advanced Micro Devices X86-64'
has aarch64 'Machine: +AArch64'
has ppc64-elfv2 'Machine: +PowerPC64'
has ppc64-elfv2 'Flags: .*abiv2'

rm -rf $dir
exit $status
