#!/bin/sh
# SPDX-License-Identifier: ISC
#
# interrupt.sh: a guest that does not stop by itself is interrupted, while it
# computes and while it waits; so is the tender by a signal.

. "${srcdir:-.}/lib.sh"
need_gdb
need_kvm

# interrupted WORD FUNCTION: the guest with that word is interrupted in that
# function by what a ^C in gdb does.
interrupted() {
	start "$APP" --solo5:quiet "$1"
	printf '%s\n' 'set pagination off' 'set confirm off' \
	    'target remote ./gdb.sock' continue backtrace kill >script
	timeout --foreground 90 gdb -nx -batch -x script "$APP" \
	    </dev/null >gdb.out 2>&1 &
	debugger=$!
	await out SUCCESS
	sleep 0.5
	kill -INT $debugger
	wait $debugger
	says "$1: stops" gdb.out '^Program received signal SIGINT'
	says "$1: where" gdb.out "^#[0-9] .*$2 ("
	ends "$1" 1
}

interrupted l solo5_app_main
interrupted s solo5_yield

# While it waits for a debugger, and while it is stopped.
start "$APP"
kill "$tender"
ends 'waiting' 1
says 'waiting: signal' err 'Exiting on signal 15'
start "$APP"
debug "shell kill $tender" 'shell sleep 1' continue
ends 'stopped' 1
says 'stopped: signal' err 'Exiting on signal 15'

# A debugger that has gone away leaves the guest to itself.
start "$APP" --solo5:quiet
debug 'break add' continue 'shell kill -KILL $PPID'
ends 'gone' 7
says 'gone: message' err 'the debugger has gone away'
check 'gone: output' test "$(cat out)" = SUCCESS

finish
