#!/bin/sh
# SPDX-License-Identifier: ISC
#
# gdb.sh: breakpoints, steps, variables, registers, and the ends that a guest
# can have under gdb.

. "${srcdir:-.}/lib.sh"
need_gdb
need_kvm

for break in break hbreak; do
	start "$APP" --solo5:quiet
	debug "$break solo5_app_main" continue backtrace 'next' 'next' \
	    'print local' 'print counter' stepi 'info registers rip' \
	    'delete' continue
	says "$break: stops" gdb.out '^Breakpoint 1, solo5_app_main'
	says "$break: frames" gdb.out '^#2 .* in hvt_start'
	says "$break: local variable" gdb.out '^\$1 = 43$'
	says "$break: global variable" gdb.out '^\$2 = 43$'
	says "$break: to the end" gdb.out 'exited with code 07\]'
	ends "$break" 7
	check "$break: output" test "$(cat out)" = SUCCESS
	check "$break: no socket is left" test ! -e gdb.sock
done

# Registers and memory, text included, can be changed.
start "$APP" --solo5:quiet
debug 'break add' continue 'print a' 'set var a = 100' finish \
    'set var $xmm3.v4_int32[2] = 5' 'set var $st0 = 1.5' \
    'set var $r12 = 0x123456789abcdef0' 'set var $mxcsr = 0x1fa0' stepi \
    'print $xmm3.v4_int32' 'print $st0' 'print/x $r12' 'print/x $mxcsr' \
    'print/x $fctrl' 'print/x *(unsigned char *)fault' \
    'set var *(unsigned char *)fault = 0x90' \
    'print/x *(unsigned char *)fault' \
    'x/2bx 0x8' 'x/2bx 0x1fffff' delete continue
says 'argument' gdb.out '^\$1 = 42$'
says 'finish' gdb.out '^Value returned is \$2 = 101$'
says 'vector register' gdb.out '^\$3 = {0, 0, 5, 0}$'
says 'x87 register' gdb.out '^\$4 = 1.5$'
says 'general register' gdb.out '^\$5 = 0x123456789abcdef0$'
says 'control of vectors' gdb.out '^\$6 = 0x1fa0$'
says 'control of x87' gdb.out '^\$7 = 0x37f$'
says 'text as it is' gdb.out '^\$8 = 0x55$'
says 'text as it has been made' gdb.out '^\$9 = 0x90$'
says 'nothing at 8' gdb.out 'Cannot access memory at address 0x8$'
says 'nothing at the end' gdb.out 'Cannot access memory at address 0x200000$'
says 'the changed value' gdb.out 'exited with code 0101\]'
ends 'changed' 65

# A breakpoint is passed as often as the guest gets there.
start "$APP" --solo5:quiet f
debug 'break fault' continue continue continue 'print depth' continue \
    backtrace continue
says 'three times' gdb.out '^\$1 = 0$'
says 'fault' gdb.out '^Program received signal SIGSEGV'
says 'faulting frame' gdb.out '^#0 .*fault (depth=0) at '
says 'its callers' gdb.out '^#3 .* in solo5_app_main'
says 'end by a fault' gdb.out 'exited with code 0377\]'
ends 'fault' 255

start "$APP" --solo5:quiet c
debug continue backtrace continue
says 'bad call' gdb.out '^Program received signal SIGSEGV'
says 'calling frame' gdb.out '^#[1-9] .* in solo5_app_main'
ends 'bad call' 1

start "$APP" --solo5:quiet a
debug continue backtrace continue
says 'abort' gdb.out '^Program received signal SIGABRT'
says 'aborting frame' gdb.out '^#[1-9] .* in solo5_app_main'
ends 'abort' 255

start "$APP" --solo5:quiet
debug 'break add' continue detach
ends 'detach' 7
check 'detach: output' test "$(cat out)" = SUCCESS

start "$APP" --solo5:quiet
debug 'break add' continue kill
says 'kill' err 'killed by the debugger'
ends 'kill' 1
check 'kill: no output' test ! -s out

finish
