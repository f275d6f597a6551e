#!/bin/sh
# SPDX-License-Identifier: ISC
#
# machine.sh: tests on a machine that goes away, that cannot be had, and that
# is not wanted any more.

. "${srcdir:-.}/lib.sh"
not_if_short
need runtest setpriv timeout
test -x "$AGENT" || skip 'no agent'

fake_suite lost waits
sed 's/^set_board_info vm,command.*/set_board_info vm,command {no-emulator}/
    /^    "echo/d; /tried/d' testsuite/boards/fake.exp \
    >testsuite/boards/none.exp

# run BOARD SCRIPT: its results are in solo5.sum.
run() {
	timeout 300 runtest --tool solo5 --target_board="$1" "$2" \
	    >runtest.out 2>&1
}

results() {
	grep -E '^[A-Z]+: ' solo5.sum
}

run fake lost.exp
cat >wanted <<END
PASS: fake/lost: before
UNRESOLVED: fake/lost: dies
PASS: fake/lost: after one that dies
UNRESOLVED: fake/lost: hangs
PASS: fake/lost: after one that hangs
PASS: fake/lost: too long
PASS: fake/lost: a file
PASS: fake/lost: and back
END
results >got
check 'lost machines' diff wanted got
test -s got || finish
check 'three machines' test "$(wc -l <machines)" -eq 3
for pid in $(cat machines); do
	check 'machines are off' within 10 gone "$pid"
done

run none lost.exp
check 'no emulator' grep -q '^UNSUPPORTED: .*no board: no no-emulator$' \
    solo5.sum
check 'no emulator: nothing else' test "$(results | wc -l)" -eq 1

# However a run ends, its machine does.
for signal in INT TERM HUP KILL; do
	rm -f machines waiting
	runtest --tool solo5 --target_board=fake waits.exp >runtest.out 2>&1 &
	run=$!
	check "$signal: begins" within 20 test -e waiting
	# The shell script that this is has become expect.
	kill -$signal $run
	wait $run
	check "$signal: the machine is off" within 10 gone "$(cat machines)"
done

finish
