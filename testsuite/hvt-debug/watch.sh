#!/bin/sh
# SPDX-License-Identifier: ISC
#
# watch.sh: watchpoints, by the CPU or, where that does not watch, by steps.

. "${srcdir:-.}/lib.sh"
need_gdb
need_kvm

start "$APP" --solo5:quiet
debug 'break solo5_app_main' continue 'watch counter' continue continue \
    'print counter' delete continue
says 'old value' gdb.out '^Old value = 0$'
says 'new value' gdb.out '^New value = 43$'
says 'again' gdb.out '^New value = 44$'
says 'value' gdb.out '^\$1 = 44$'
says 'end' gdb.out 'exited with code 07\]'
ends 'write' 7

# Both kinds of breakpoints, and a step, beside it.
start "$APP" --solo5:quiet
debug 'break solo5_app_main' continue 'watch counter' \
    'hbreak app.c:add' continue stepi continue 'print counter' delete continue
says 'beside: breakpoint' gdb.out '^Breakpoint 3[.0-9]*, .*add '
says 'beside: new value' gdb.out '^New value = 43$'
says 'beside: value' gdb.out '^\$1 = 43$'
says 'beside: end' gdb.out 'exited with code 07\]'
ends 'beside' 7

# Whether reading can be watched, and by what, is the CPU's business.
start "$APP" --solo5:quiet
debug 'break solo5_app_main' continue 'awatch counter' continue delete continue
says 'access' gdb.out \
    'Could not insert hardware watchpoint\|access (read/write) watchpoint'
ends 'access' 7

# More than the CPU has are refused, and the guest is none the worse.
start "$APP" --solo5:quiet
debug 'hbreak solo5_app_main' 'hbreak app.c:add' 'hbreak fault' \
    'hbreak crt_run' 'hbreak hvt_start' continue delete continue
says 'five' gdb.out \
    'Could not insert hardware breakpoint\|^Breakpoint [1-5][.0-9]*, '
ends 'five' 7

finish
