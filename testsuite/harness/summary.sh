#!/bin/sh
# SPDX-License-Identifier: ISC
#
# summary.sh: results are added up, and what is missing among them is noticed.

. "${srcdir:-.}/lib.sh"
not_if_short

# tree FILE LINE...: a file of results in a build tree.
tree() {
	file=tree/$1
	shift
	mkdir -p "${file%/*}"
	printf '%s\n' "$@" >"$file"
}

# sums WHAT STATUS TOTALS [REASON]
sums() {
	sh "$TESTSUITE/summary.sh" tree >out 2>err
	check "$1: status" test $? -eq "$2"
	check "$1: totals" test "$(cat out)" = "$3"
	if test $# -eq 4; then
		check "$1: reason" grep -q -F "$4" err
	else
		check "$1: nothing else" test ! -s err
	fi
}

mkdir tree
sums 'an empty tree' 1 '0 passed, 0 failed, 0 skipped' 'no results'
tree testsuite/elf/t-good.trs ':test-result: PASS'
sums 'no DejaGnu' 1 '1 passed, 0 failed, 0 skipped' 'DejaGnu has not run'
tree testsuite/solo5.sum
sums 'DejaGnu, and no test' 1 '1 passed, 0 failed, 0 skipped' \
    'solo5.sum: nothing passed'
tree testsuite/solo5.sum 'PASS: a/b: c' 'XFAIL: a/b: d' 'UNSUPPORTED: a/b: e'
sums 'all is well' 0 '2 passed, 0 failed, 2 skipped'
for verdict in FAIL XPASS KPASS ERROR UNRESOLVED; do
	tree results-other/solo5.sum 'PASS: a/b: c' "$verdict: a/b: d"
	sums "$verdict" 1 '3 passed, 1 failed, 2 skipped'
done
tree results-other/solo5.sum 'UNSUPPORTED: a/b: no board: it has gone'
sums 'no board' 0 '2 passed, 0 failed, 3 skipped'
tree results-other/solo5.sum 'UNSUPPORTED: a/b: it cannot'
sums 'nothing but skips' 1 '2 passed, 0 failed, 3 skipped' 'nothing passed'
rm -r tree/results-other

# A folder's tests are run by one of the builds at least.
tree testsuite/spt/t.trs ':test-result: SKIP'
sums 'a folder of skips' 1 '2 passed, 0 failed, 3 skipped' \
    'testsuite/spt: nothing passed'
tree ci/clang/testsuite/spt/t.trs ':test-result: PASS'
sums 'by another build' 0 '3 passed, 0 failed, 3 skipped'
tree testsuite/spt/t.trs ':test-result: FAIL'
sums 'a program that fails' 1 '3 passed, 1 failed, 2 skipped'

finish
