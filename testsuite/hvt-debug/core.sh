#!/bin/sh
# SPDX-License-Identifier: ISC
#
# core.sh: core dumps, and that gdb finds in them what the guest was.

. "${srcdir:-.}/lib.sh"
need_gdb
need_kvm

# dump SIZE WORD...: runs the guest with a directory for dumps.
dump() {
	size=$1
	shift
	rm -rf cores
	mkdir cores
	timeout 100 "$DEBUG" --mem="$size" --dumpcore=cores "$@" >out 2>err
	status=$?
	core=$(sed -n 's/.*: dumpcore: dumping guest core to: //p' err)
}

# open COMMAND...: the dump, in gdb.
open() {
	rm -f script
	printf '%s\n' 'set pagination off' "$@" >script
	gdb -nx -batch -x script "$APP" "$core" </dev/null >gdb.out 2>&1
}

dump 512 "$APP" --solo5:quiet f
check "fault: status $status" test $status -eq 255
check 'fault: file' test -s "$core"
says 'fault: its name' err ': cores/core\.solo5-hvt\.[0-9]*$'
check 'fault: nothing else' test "$(find cores -type f | wc -l)" -eq 1
check 'fault: for its owner only' test "$(stat -c %a "$core")" = 600
check 'fault: size' test "$(stat -c %s "$core")" -gt 530000000
check 'fault: holes' test "$(du -k "$core" | cut -f1)" -lt 256
open backtrace 'print depth' 'print counter' 'print $xmm0.uint128' \
    'print/x $cs' 'frame 3' 'print local' \
    'x/bx 0x10000000'
says 'fault: signal' gdb.out 'terminated with signal SIGSEGV'
says 'fault: faulting frame' gdb.out '^#0 .*fault (depth=0) at '
says 'fault: its callers' gdb.out '^#3 .* in solo5_app_main'
says 'fault: argument' gdb.out '^\$1 = 0$'
says 'fault: variable' gdb.out '^\$2 = 44$'
says 'fault: selector' gdb.out '^\$4 = 0x8$'
says 'fault: local variable' gdb.out '^\$5 = 43$'
says 'fault: untouched memory' gdb.out '^0x10000000:.*0x00$'
if command -v readelf >/dev/null; then
	readelf -n "$core" >notes 2>&1
	says 'notes: registers' notes NT_PRSTATUS
	says 'notes: vector registers' notes NT_FPREGSET
	readelf -lW "$core" >segments 2>&1
	says 'segments: text' segments 'LOAD.*0x0*100000 .* R\{0,1\} \{0,1\}E'
	check 'no complaint' test "$(grep -ci warning notes)" -eq 0
fi

dump 2 "$APP" --solo5:quiet a
check "abort: status $status" test $status -eq 255
open backtrace
says 'abort: signal' gdb.out 'terminated with signal SIGABRT'
says 'abort: frame' gdb.out '^#[1-9] .* in solo5_app_main'

# A bad pointer is the host's to find, and the guest's CPU is where it called.
dump 2 "$APP" --solo5:quiet c
check "call: status $status" test $status -eq 1
says 'call: why' err 'guest: text outside of its memory$'
open backtrace
says 'call: signal' gdb.out 'terminated with signal SIGSEGV'
says 'call: frame' gdb.out '^#[1-9] .* in solo5_app_main'

dump 2 "$APP" --solo5:quiet
check "no failure: status $status" test $status -eq 7
check 'no failure: no dump' test -z "$(ls cores)"

# What is in the way is replaced, and not written through.
echo precious >precious
dump 2 "$APP" --solo5:quiet
mkdir trap
# shellcheck disable=SC2016 # another shell's, whose number the tender has
timeout 100 sh -c 'ln -s ../precious "trap/core.solo5-hvt.$$.tmp"
    exec "$1" --mem=2 --dumpcore=trap "$2" --solo5:quiet a' \
    sh "$DEBUG" "$APP" >out 2>err
check 'precious' test "$(cat precious)" = precious
check 'a dump in its place' test "$(find trap -type f -size +0 | wc -l)" -eq 1

# A disk that is full: the status is the guest's, and nothing is left.
if mkdir full && command -v unshare >/dev/null &&
    unshare -Urm true 2>/dev/null; then
	# shellcheck disable=SC2016
	unshare -Urm sh -c 'mount -t tmpfs -o size=8k none full || exit 98
	    "$1" --mem=2 --dumpcore=full "$2" --solo5:quiet a
	    s=$?; ls full >left; exit $s' sh "$DEBUG" "$APP" >out 2>err
	status=$?
	if test $status -ne 98; then
		check "full: status $status" test $status -eq 255
		says 'full: message' err 'cannot write: No space left'
		check 'full: no file' test ! -s left
	fi
fi

finish
