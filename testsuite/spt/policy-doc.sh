#!/bin/sh
# SPDX-License-Identifier: ISC
#
# policy-doc.sh: the list of system calls in solo5-spt(1) is that which the
# table of the policy makes, word for word, and nothing besides.

set -u

: "${MAN:?is to be set by the Makefile}"
: "${POLICY_PRINT:?is to be set by the Makefile}"

LC_ALL=C
export LC_ALL
page=$MAN/solo5-spt.1

if ! test -s "$page"; then
	echo "FAIL: no $page"
	exit 1
fi
if ! list=$("$POLICY_PRINT" --mdoc) || test -z "$list"; then
	echo 'FAIL: policy-print --mdoc'
	exit 1
fi

# The items of the list whose first is that of the table.
documented=$(awk -v first="$(printf '%s\n' "$list" | head -n 1)" '
$0 == first && after_begin { inside = 1 }
/^\.El/ { inside = 0 }
inside { print }
{ after_begin = /^\.Bl/ }
' "$page")

if test "$list" != "$documented"; then
	echo "FAIL: $page does not say what policy-print --mdoc says"
	echo "--- expected"
	printf '%s\n' "$list"
	echo "--- found"
	printf '%s\n' "$documented"
	exit 1
fi

# What the tests of the policy expect has the same rows.
rows=$("$POLICY_PRINT" --expect | cut -f 1)
items=$(printf '%s\n' "$list" | sed -n 's/^\.It Xr \([^ ]*\) 2$/\1/p')
if test "$rows" != "$items"; then
	echo 'FAIL: policy-print --expect and --mdoc differ'
	exit 1
fi
echo "$(printf '%s\n' "$rows" | wc -l) calls"
