#!/bin/sh
# SPDX-License-Identifier: ISC
#
# hostile.sh: guests that are alone on a CPU, and do what that allows.  What
# they must not do is refused by the hypervisor, or ends them.

set -u

: "${HVT:?is to be set by the Makefile}"

LC_ALL=C
export LC_ALL
failures=0
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
trap 'exit 99' HUP INT TERM

# run COMMAND ...: its status, and its output and errors in files.
run() {
	"$@" >"$dir/out" 2>"$dir/err"
	status=$?
}

# check WHAT STATUS OUT ERR: the last line of either file matches.
check() {
	if test "$status" = "$2" && tail -n 1 "$dir/out" | grep -q "$3" &&
	    { test -z "$4" || grep -q "$4" "$dir/err"; }; then
		echo "ok: $1"
		return
	fi
	echo "not ok: $1: status $status"
	cat "$dir/out" "$dir/err"
	failures=$((failures + 1))
}

run "$HVT" --mem=2 ./hostile.hvt --solo5:quiet
if ! grep -q '^alive' "$dir/out"; then
	echo "SKIP: a guest cannot be run here:"
	cat "$dir/err"
	exit 77
fi

fault='guest: host/guest translation fault: rip=0x'
run "$HVT" --mem=4 ./hostile.hvt --solo5:quiet data
check 'own tables work' 0 '^written$' ''
for part in text rodata; do
	run "$HVT" --mem=4 ./hostile.hvt --solo5:quiet "$part"
	check "own tables do not make $part writable" 1 '^own tables$' \
	    "$fault"
done
# A CPU with nested paging reads them as if it wrote to them.
run "$HVT" --mem=4 ./hostile.hvt --solo5:quiet tables
check 'the CPU can write to its tables' 0 '^written$' ''

run "$HVT" --mem=2 ./hostile.hvt --solo5:quiet fs
check 'a register that is allowed' 0 '^read$' ''
for msr in apic clock; do
	run "$HVT" --mem=2 ./hostile.hvt --solo5:error "$msr"
	check "a register that is not: $msr" 255 'Fatal trap$' ''
done

run "$HVT" --mem=2 ./hostile.hvt --solo5:quiet port
check 'a port' 1 '^alive$' 'guest: no such I/O port: 0x64'
run "$HVT" --mem=2 ./hostile.hvt --solo5:quiet halt
check 'halt' 1 '^alive$' 'guest: halted the CPU'

run ./outer "$HVT" --mem=2 ./hostile.hvt --solo5:quiet
check "in a container runtime's sandbox" 0 '^alive$' \
    'WARNING: no filter of system calls'

test "$failures" = 0
