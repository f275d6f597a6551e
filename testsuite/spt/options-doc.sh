#!/bin/sh
# SPDX-License-Identifier: ISC
#
# options-doc.sh: every option of solo5-spt --help is in solo5-spt(1), in its
# synopsis and in its description, in the same form, and no other is.

set -u

: "${MAN:?is to be set by the Makefile}"
: "${SPT:?is to be set by the Makefile}"

LC_ALL=C
export LC_ALL
page=$MAN/solo5-spt.1
failures=0

# options_in SECTION PATTERN: the options that a section of the page has on
# lines of that pattern, as they look on the screen: ".It Fl -mem Ns = Ns Ar n"
# is "--mem=n".
options_in() {
	awk -v section="$1" -v pattern="$2" '
	/^\.Sh / { inside = ($0 == ".Sh " section) }
	inside && $0 ~ pattern {
		sub(/^\.[A-Z][a-z] /, "")
		sub(/^Fl /, "")
		gsub(/ [|] Fl /, "\n-")
		sub(/ : Ns Ar /, ":")
		sub(/ Ns = Ns Ar /, "=")
		print "-" $0
	}' "$page" | grep '^--[a-z]' | sort -u
}

# same WHERE LIST: the list must be that of --help, and not empty.
same() {
	if test -z "$listed" || test "$2" != "$listed"; then
		echo "FAIL: $1"
		echo '--- --help'
		echo "$listed"
		echo '--- page'
		echo "$2"
		failures=$((failures + 1))
	fi
}

if ! test -s "$page"; then
	echo "FAIL: no $page"
	exit 1
fi
if ! help=$("$SPT" --help); then
	echo 'FAIL: solo5-spt --help'
	exit 1
fi
# Two blanks divide what is typed from what it does; and a page has words in
# small letters where --help has them in capitals.
listed=$(echo "$help" | sed -n 's/^  --/--/p' | sed 's/  .*//' |
    tr '[:upper:]' '[:lower:]' | sort -u)

same SYNOPSIS "$(options_in SYNOPSIS '^[.](Op )?Fl -')"
same DESCRIPTION "$(options_in DESCRIPTION '^[.]It Fl -')"

test $failures -eq 0 || exit 1
echo "$(echo "$listed" | wc -l) options"
