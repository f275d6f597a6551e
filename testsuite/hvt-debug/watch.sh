#!/bin/sh
# SPDX-License-Identifier: ISC
#
# watch.sh: watchpoints.

. "${srcdir:-.}/lib.sh"
need_gdb
need_kvm

start "$APP" --solo5:quiet
debug 'break solo5_app_main' continue 'watch counter' continue continue \
    'print counter' delete 'rwatch counter' 'awatch counter' continue
if grep -q 'Could not insert hardware' gdb.out; then
	wait "$tender"
	tender=
	skip 'this KVM cannot watch data'
fi
says 'old value' gdb.out '^Old value = 0$'
says 'new value' gdb.out '^New value = 43$'
says 'again' gdb.out '^New value = 44$'
says 'value' gdb.out '^\$1 = 44$'
wait "$tender"
tender=

# More than the CPU has are refused, and the guest is none the worse.
start "$APP" --solo5:quiet
debug 'hbreak solo5_app_main' 'hbreak add' 'hbreak fault' 'hbreak crt_run' \
    'hbreak hvt_start' continue delete continue
says 'five' gdb.out 'Could not insert hardware breakpoint'
says 'five: end' gdb.out 'exited with code 07\]'
ends 'five' 7

finish
