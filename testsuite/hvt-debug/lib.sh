# SPDX-License-Identifier: ISC
# shellcheck shell=sh
#
# lib.sh: what the tests of solo5-hvt-debug share.  A test sources it, checks,
# and ends with finish.  Each works in a directory of its own, which it leaves
# behind only when it fails.

set -u

: "${APP:?is to be set by the Makefile}"
: "${DEBUG:?is to be set by the Makefile}"
: "${HVT:?is to be set by the Makefile}"

LC_ALL=C
export LC_ALL
test_name=$(basename "$0" .sh)
test_dir=$PWD/$test_name.dir
checks=0
failures=0
tender=

# A tender that a failing test leaves waiting does not outlive it.
trap 'test -z "$tender" || kill "$tender" 2>/dev/null' EXIT

rm -rf "$test_dir"
mkdir "$test_dir" || exit 99
cd "$test_dir" || exit 99

# skip REASON: ends the test as one that cannot be made here.
skip() {
	echo "UNSUPPORTED: $1"
	cd / && rm -rf "$test_dir"
	exit 77
}

# need_kvm: skips the test where KVM does not run the guest.
need_kvm() {
	timeout 60 "$HVT" --mem=2 "$APP" --solo5:quiet >probe.out 2>probe.err
	if ! grep -q SUCCESS probe.out; then
		skip "no KVM that runs the guest: $(head -n 1 probe.err)"
	fi
}

need_gdb() {
	command -v gdb >/dev/null || skip 'no gdb'
	gdb -nx -batch -ex 'set architecture i386:x86-64' >probe.out 2>&1
	grep -q 'is set to' probe.out || skip 'a gdb that does not know x86_64'
}

# check WHAT COMMAND...: the command must succeed.
check() {
	what=$1
	shift
	checks=$((checks + 1))
	"$@" && return
	failures=$((failures + 1))
	echo "FAIL: $what: $*"
	for f in out err gdb.out; do
		if test -s "$f"; then
			echo "--- $f"
			tail -n 30 "$f"
		fi
	done
}

# says WHAT FILE PATTERN: a line of the file is this pattern of grep's.
says() {
	check "$1" grep -q -e "$3" "$2"
}

# start WORD...: the tender, in the background; it has a socket when this
# returns.
start() {
	rm -f ./gdb.sock
	: >err
	timeout 100 "$DEBUG" --mem=2 --gdb --gdb-port=./gdb.sock "$@" \
	    >out 2>err &
	tender=$!
	await err 'waiting for a debugger'
}

# await FILE PATTERN
await() {
	n=0
	until grep -q -e "$2" "$1"; do
		n=$((n + 1))
		if test $n -gt 100; then
			check "$1 says it in time" grep -q -e "$2" "$1"
			return
		fi
		sleep 0.1
	done
}

# ends WHAT STATUS: the tender, with that status.
ends() {
	wait "$tender"
	status=$?
	tender=
	check "$1: status $status" test $status -eq "$2"
}

# debug COMMAND...: the commands of gdb, after it has connected; one that fails
# does not keep it from the next.
debug() {
	for command in "$@"; do
		set -- "$@" -ex "$command"
		shift
	done
	timeout 90 gdb -nx -batch -ex 'set pagination off' \
	    -ex 'set confirm off' -ex 'target remote ./gdb.sock' "$@" "$APP" \
	    </dev/null >gdb.out 2>&1
}

finish() {
	cd / || exit 99
	if test $checks -eq 0; then
		echo "ERROR: $test_name checked nothing"
		exit 99
	fi
	if test $failures -ne 0; then
		echo "$failures of $checks checks failed; see $test_dir"
		exit 1
	fi
	echo "$checks checks"
	rm -rf "$test_dir"
	exit 0
}
