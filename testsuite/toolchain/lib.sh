# SPDX-License-Identifier: ISC
# shellcheck shell=sh
#
# lib.sh: what the tests of the toolchain share.  A test sources it, checks,
# and ends with finish.
#
# The Makefile sets the variables below.  Each test works in a directory of
# its own, which it leaves behind only when it fails.

set -u

: "${T:?is to be set by the Makefile}"
: "${LAYOUT:?is to be set by the Makefile}"
: "${TARGET_CC:?is to be set by the Makefile}"

# No locale has a say in what programs print, and no environment in what the
# compiler does.
LC_ALL=C
export LC_ALL
unset CPATH C_INCLUDE_PATH LIBRARY_PATH __V

# Most tests use these.
# shellcheck disable=SC2034
here=$(cd "${srcdir:-.}" && pwd)
test_name=$(basename "$0" .sh)
test_dir=$PWD/$test_name.dir
checks=0
failures=0

# shellcheck disable=SC2034
cc=$LAYOUT/bin/$T-cc
# shellcheck disable=SC2034
ld=$LAYOUT/bin/$T-ld
# shellcheck disable=SC2034
objcopy=$LAYOUT/bin/$T-objcopy

rm -rf "$test_dir"
mkdir "$test_dir" || exit 99
cd "$test_dir" || exit 99

# skip REASON: ends the test as one that cannot be made here.
skip() {
	echo "SKIP: $1"
	cd / && rm -rf "$test_dir"
	exit 77
}

# not_if_short: skips what builds much again, which one of several builds of the
# same sources need not.
not_if_short() {
	test -z "${SOLO5_SHORT-}" || skip 'SOLO5_SHORT is set'
}

# need PROGRAM: skips the test where there is no such program.
need() {
	command -v "$1" >/dev/null || skip "no $1"
}

# failed WHAT: counts a failure and shows what there is to see.
failed() {
	failures=$((failures + 1))
	echo "FAIL: $1"
	for f in out err; do
		if [ -s "$f" ]; then
			echo "--- $f"
			head -n 20 "$f"
		fi
	done
}

# check WHAT COMMAND...: the command must succeed.
check() {
	checked=$1
	shift
	checks=$((checks + 1))
	"$@" || failed "$checked: $*"
}

# check_not WHAT COMMAND...: the command must fail.
check_not() {
	checked=$1
	shift
	checks=$((checks + 1))
	if "$@"; then
		failed "$checked: not $*"
	fi
}

# same WHAT GOT WANTED
same() {
	checks=$((checks + 1))
	[ "$2" = "$3" ] && return
	failed "$1: not as it should be"
	printf '%s\n' '--- got' "$2" '--- wanted' "$3"
}

# run COMMAND...: runs it; leaves out, err and $status.
run() {
	"$@" >out 2>err
	status=$?
}

# succeeds WHAT: the last run did, and had nothing to say on stderr.
succeeds() {
	check "$1: status" test "$status" -eq 0
	check "$1: no message" test ! -s err
}

# fails WHAT PATTERN: the last run failed, saying something that grep finds.
fails() {
	check_not "$1: status" test "$status" -eq 0
	check "$1: message" grep -q -e "$2" err
}

# write_app, write_manifest: put the smallest application into app.c, and into
# manifest.c a manifest as older releases of solo5-elftool write it.
write_app() {
	cat >app.c <<'EOF'
#include <solo5.h>
int solo5_app_main(const struct solo5_start_info *si) { return si == NULL; }
EOF
}

write_manifest() {
	cat >manifest.c <<'EOF'
#define MFT_ENTRIES 1
#include "mft_abi.h"

MFT1_NOTE_DECLARE_BEGIN
{
  .version = MFT_VERSION, .entries = 1,
  .e = {
    { .name = "", .type = MFT_RESERVED_FIRST },
  }
}
MFT1_NOTE_DECLARE_END
EOF
}

# linkers: what to tell the compiler so that it links with each linker there
# is, one a line; the first changes nothing.
linkers() {
	echo '-DDEFAULT_LINKER'
	case $("$cc" -Wl,--version 2>&1) in
	*'GNU ld'*)	others=lld ;;
	*LLD*)		others=bfd ;;
	*)		others='bfd lld' ;;
	esac
	for l in $others; do
		$TARGET_CC "-fuse-ld=$l" -nostdlib -Wl,--version \
		    >/dev/null 2>&1 && echo "-fuse-ld=$l"
	done
}

finish() {
	cd / || exit 99
	if [ $checks -eq 0 ]; then
		echo "ERROR: $test_name checked nothing"
		exit 99
	fi
	if [ $failures -ne 0 ]; then
		echo "$failures of $checks checks failed; see $test_dir"
		exit 1
	fi
	echo "$checks checks"
	rm -rf "$test_dir"
	exit 0
}
