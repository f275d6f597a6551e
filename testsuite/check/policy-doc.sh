#!/bin/sh
# SPDX-License-Identifier: ISC
#
# policy-doc.sh: the list of system calls in a tender's manual page is that
# which the table of its policy makes, word for word, and nothing besides.

set -u

: "${MAN:?is to be set by the Makefile}"
: "${PROGRAMS:?is to be set by the Makefile}"
: "${TENDERS:?is to be set by the Makefile}"

LC_ALL=C
export LC_ALL

# fail TEXT: says it, and ends.
fail() {
	echo "FAIL: $1"
	exit 1
}

# The items of the page's list whose first is that of the table.
documented() {
	awk -v first="$(printf '%s\n' "$list" | head -n 1)" '
	$0 == first && after_begin { inside = 1 }
	/^\.El/ { inside = 0 }
	inside { print }
	{ after_begin = /^\.Bl/ }
	' "$page"
}

for tender in $TENDERS; do
	page=$MAN/solo5-$tender.1
	print=$PROGRAMS/$tender/policy-print
	# That of solo5-hvt-debug is the other's, as its page says.
	test "$tender" != hvt-debug || continue
	test -s "$page" || fail "no $page"
	list=$("$print" --mdoc) || fail "$print --mdoc"
	test -n "$list" || fail "$print --mdoc prints nothing"
	found=$(documented)
	if test "$list" != "$found"; then
		echo "--- expected"
		printf '%s\n' "$list"
		echo "--- found"
		printf '%s\n' "$found"
		fail "$page does not say what policy-print --mdoc says"
	fi
	# What the tests of the policy expect has the same rows.
	rows=$("$print" --expect | cut -f 1)
	items=$(printf '%s\n' "$list" |
	    sed -n 's/^\.It Xr \([^ ]*\) 2$/\1/p')
	test "$rows" = "$items" ||
	    fail "$tender: policy-print --expect and --mdoc differ"
	echo "$tender: $(printf '%s\n' "$rows" | wc -l) calls"
done
