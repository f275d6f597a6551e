#!/bin/sh
# SPDX-License-Identifier: ISC
#
# runners.sh: several processes share the scripts of tests, at the same time and
# each on a machine of its own; and what they leave is what one would leave.

. "${srcdir:-.}/lib.sh"
not_if_short
need runtest setpriv timeout
test -x "$AGENT" || skip 'no agent'
fake_suite meets1 meets2 waits

# run N: the results are in solo5.sum.
run() {
	rm -f meets1 meets2 machines
	RUNNERS=$1 timeout 300 sh "$TESTSUITE/runners.sh" --tool solo5 \
	    --target_board=fake --outdir out meets1.exp meets2.exp \
	    >runtest.out 2>&1
}

results() {
	grep -E '^[A-Z]+: .*meets|^Running .*exp|^# of' out/solo5.sum |
	    tr '\t' ' ' | sed 's/  */ /g'
}

mkdir out
run 2
check 'two: what fails is said' test $? -ne 0
cat >wanted <<END
Running $test_dir/testsuite/solo5.fake/meets1.exp ...
PASS: fake/meets1: meets
FAIL: fake/meets1: fails
Running $test_dir/testsuite/solo5.fake/meets2.exp ...
PASS: fake/meets2: meets
FAIL: fake/meets2: fails
# of expected passes 2
# of unexpected failures 2
END
results >got
check 'two: results' diff wanted got
check 'two: machines' test "$(sort -u machines | wc -l)" -eq 2
check 'two: one log' grep -q '^spent: fake/meets2' out/solo5.log
check 'two: nothing else is left' test "$(ls out)" = "$(printf '%s\n' \
    solo5.log solo5.sum)"
for pid in $(cat machines); do
	check 'machines are off' within 10 gone "$pid"
done

# One alone meets nobody.
run 1
check 'one: does not meet' grep -q '^FAIL: fake/meets1: meets' out/solo5.sum

# Ended, they leave no machine.
rm -f meets1 meets2 machines
RUNNERS=2 sh "$TESTSUITE/runners.sh" --tool solo5 --target_board=fake \
    --outdir out waits.exp >runtest.out 2>&1 &
within 20 test -s machines
kill -TERM $!
wait $!
check 'ended: status' test $? -ne 0
for pid in $(cat machines); do
	check 'ended: machines are off' within 10 gone "$pid"
done

finish
