#!/bin/sh
# SPDX-License-Identifier: ISC
#
# lanes.sh: jobs of bootstrap and .ci/run, two at a time, each once, and what is
# known of them afterwards.

. "${srcdir:-.}/lib.sh"

lanes=$TESTSUITE/../maint/lanes.sh
test -r "$lanes" || skip 'no maint/lanes.sh'

# Two that wait for each other, one that fails, and one that comes last.
cat >jobs.sh <<END
. "$lanes"
meets() {
	: >"\$1"
	tries=0
	until test -e "\$2"; do
		test \$((tries += 1)) -le 100 || return 1
		sleep 0.1
	done
}
first() { meets a b && cat; }
second() { meets b a; }
bad() { echo said; echo more >&2; return 3; }
last() { echo once >>once; }
waits() { sleep 100 & echo \$! >>sleeping; wait; }
END

echo unheard | sh -c '. ./jobs.sh && in_lanes logs first second bad last' 2>err
check 'one fails: status' test $? -eq 1
for name in first second bad last; do
	check "$name: said once" test "$(grep -c "^$name: status " err)" -eq 1
	check "$name: how long" grep -Eqx '[0-9]+' logs/$name.seconds
done
check 'two at a time' test "$(cat logs/first.status logs/second.status)" = "0
0"
check 'how it failed' test "$(cat logs/bad.status)" = 3
check 'nothing to read' test ! -s logs/first.log
check 'what it said' test "$(cat logs/bad.log)" = "said
more"
check 'once' test "$(cat once)" = once

# Again, with -e, and well.
sh -euc '. ./jobs.sh && in_lanes logs last && echo good' >out 2>err
check 'all well: status' test $? -eq 0
check 'all well: it goes on' grep -qx good out
check 'again' test "$(grep -c . once)" -eq 2
sh -euc '. ./jobs.sh && in_lanes logs bad; echo bad' >out 2>err
check 'with -e: it ends' test "$(wc -c <out)" -eq 0

# Whoever wanted it is killed: what has begun ends, and no more begins.
cat >>jobs.sh <<'END'
one() { waits; }
two() { waits; }
three() { waits; }
END
sh -c '. ./jobs.sh && in_lanes killed one two three' 2>err &
pid=$!
two_begin()
{
	test -e sleeping && test "$(wc -l <sleeping)" -eq 2
}
check 'two begin' within 20 two_begin
kill -9 $pid
{ wait $pid; } 2>/dev/null
# shellcheck disable=SC2046 # a list of words
kill $(cat sleeping)
sleep 1
check 'and no third' two_begin

finish
