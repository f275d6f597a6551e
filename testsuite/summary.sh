#!/bin/sh
# SPDX-License-Identifier: ISC
#
# summary.sh BUILDDIR
#
# Adds up the results that "make check" has left in a build tree, those of
# DejaGnu (*.sum) and of Automake (*.trs), and prints one line:
#
#	N passed, N failed, N skipped
#
# Fails if a test failed, or if a suite ran and passed nothing, or if there is
# no suite at all, or none of DejaGnu's, without which no guest has run.  A
# suite for a board that cannot be had has nothing to pass.
# Automake's suite is a folder of the tests, in whichever builds are there: one
# for another machine cannot run it, and one with other options has no use for
# some, but one of them must.  What is known to fail where it does (XFAIL,
# KFAIL), and what this machine cannot run, is skipped.

if test $# != 1 || ! test -d "$1"; then
	echo "usage: summary.sh BUILDDIR" >&2
	exit 2
fi

# One line for each result: suite and verdict.
results() {
	find "$1" -name '*.sum' -exec awk '
		/^UNSUPPORTED: .*: no board: / { print FILENAME, "NOBOARD" }
		/^[A-Z]+: / { sub(":", "", $1); print FILENAME, $1 }
		END { print FILENAME, "DEJAGNU" }' {} \;
	find "$1" -name '*.trs' -exec awk '
		/^:test-result: / {
			suite = FILENAME
			sub("/[^/]*$", "", suite)
			sub(".*/testsuite/", "testsuite/", suite)
			print suite, $2
		}' {} \;
}

results "$1" | awk '
	{ suites[$1] += 0 }
	$2 == "DEJAGNU" { dejagnu = 1 }
	$2 == "NOBOARD" { excused[$1] = 1 }
	$2 == "PASS" { passed++; suites[$1]++ }
	$2 ~ /^(FAIL|XPASS|KPASS|ERROR|UNRESOLVED)$/ { failed++ }
	$2 ~ /^(SKIP|XFAIL|KFAIL|UNSUPPORTED|UNTESTED)$/ { skipped++ }
	END {
		for (suite in suites) {
			n++
			if (suites[suite] == 0 && !(suite in excused)) {
				print suite ": nothing passed" >"/dev/stderr"
				empty = 1
			}
		}
		if (n == 0)
			print "no results" >"/dev/stderr"
		else if (!dejagnu)
			print "DejaGnu has not run" >"/dev/stderr"
		printf "%d passed, %d failed, %d skipped\n", passed, failed,
		    skipped
		exit failed > 0 || empty || !dejagnu
	}'
