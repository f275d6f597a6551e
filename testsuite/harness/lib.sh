# SPDX-License-Identifier: ISC
# shellcheck shell=sh
#
# lib.sh: what the tests of the harness share.  A test sources it, checks, and
# ends with finish.  Each works in a directory of its own, which it leaves
# behind only when it fails.

set -u

: "${AGENT:?is to be set by the Makefile}"
: "${HOST_CPU:?is to be set by the Makefile}"
: "${TESTSUITE:?is to be set by the Makefile}"

LC_ALL=C
export LC_ALL
test_name=$(basename "$0" .sh)
test_dir=$PWD/$test_name.dir
checks=0
failures=0

rm -rf "$test_dir"
mkdir "$test_dir" || exit 99
cd "$test_dir" || exit 99

# skip REASON: ends the test as one that cannot be made here.
skip() {
	echo "UNSUPPORTED: $1"
	cd / && rm -rf "$test_dir"
	exit 77
}

# not_if_short: skips what is the same whatever was built how.
not_if_short() {
	test -z "${SOLO5_SHORT-}" || skip 'SOLO5_SHORT is set'
}

# need PROGRAM ...
need() {
	for program in "$@"; do
		command -v "$program" >/dev/null || skip "no $program"
	done
}

# check WHAT COMMAND...: the command must succeed.
check() {
	what=$1
	shift
	checks=$((checks + 1))
	if ! "$@"; then
		failures=$((failures + 1))
		echo "FAIL: $what: $*"
	fi
}

# within SECONDS COMMAND...: the command succeeds before that.
within() {
	tries=$(($1 * 10))
	shift
	until "$@"; do
		test $((tries -= 1)) -gt 0 || return 1
		sleep 0.1
	done
}

# Whether a process has ended, or has been killed.
gone() {
	! kill -0 "$1" 2>/dev/null || ps -o stat= -p "$1" | grep -q '^Z'
}

# fake_suite SCRIPT...: a suite of some of the scripts here, on a board whose
# machine is a process.
fake_suite() {
	mkdir -p testsuite/solo5.fake testsuite/boards
	ln -s "$TESTSUITE/lib" "$TESTSUITE/config" testsuite
	ln -s "$TESTSUITE/boards/serial-vm.exp" "$TESTSUITE/harness/fake.exp" \
	    testsuite/boards
	for script in "$@"; do
		ln -s "$TESTSUITE/harness/$script.exp" testsuite/solo5.fake
	done
	cat >site.exp <<-END
		set tool solo5
		set srcdir "$test_dir/testsuite"
		set objdir "$test_dir"
		lappend boards_dir "$test_dir/testsuite/boards"
		set host_triplet fake-pc-linux-gnu
		set target_triplet fake-pc-linux-gnu
		set solo5_builddir "$test_dir"
		set solo5_version 0
		set solo5_host_cpu "$HOST_CPU"
		set solo5_cflags {}
		set solo5_targets {spt}
	END
}

finish() {
	cd / || exit 99
	if test $failures -ne 0 || test $checks -eq 0; then
		echo "$failures of $checks checks failed; see $test_dir"
		exit 1
	fi
	echo "$checks checks"
	rm -rf "$test_dir"
	exit 0
}
