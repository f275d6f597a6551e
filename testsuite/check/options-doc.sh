#!/bin/sh
# SPDX-License-Identifier: ISC
#
# options-doc.sh: every option of a tender's --help is in its manual page, in
# the synopsis and in the description, in the same form, and no other is.  The
# page of solo5-hvt-debug leaves to that of solo5-hvt what both have.

set -u

: "${MAN:?is to be set by the Makefile}"
: "${PROGRAMS:?is to be set by the Makefile}"
: "${TENDERS:?is to be set by the Makefile}"

LC_ALL=C
export LC_ALL
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
		echo "FAIL: $page: $1"
		echo '--- --help'
		echo "$listed"
		echo '--- page'
		echo "$2"
		failures=$((failures + 1))
	fi
}

# listed_by PROGRAM: the options in its --help.  Two blanks divide what is
# typed from what it does; and a page has words in small letters where --help
# has them in capitals.
listed_by() {
	"$1" --help >help.tmp || return 1
	sed -n 's/^  --/--/p' help.tmp | sed 's/  .*//' |
	    tr '[:upper:]' '[:lower:]' | sort -u
	rm -f help.tmp
}

# without LIST: those lines of the input that are not in it.
without() {
	printf '%s\n' "$1" >without.tmp
	grep -vxF -e 'no option' -f without.tmp
	rm -f without.tmp
}

for tender in $TENDERS; do
	page=$MAN/solo5-$tender.1
	if ! test -s "$page" ||
	    ! listed=$(listed_by "$PROGRAMS/solo5-$tender"); then
		echo "FAIL: no $page, or no --help"
		exit 1
	fi
	others='none'
	if test "$tender" = hvt-debug; then
		others=$(listed_by "$PROGRAMS/solo5-hvt")
		listed=$(echo "$listed" | without "$others")
	fi
	same SYNOPSIS "$(options_in SYNOPSIS '^[.](Op )?Fl -' |
	    without "$others")"
	same DESCRIPTION "$(options_in DESCRIPTION '^[.]It Fl -' |
	    without "$others")"
	echo "$tender: $(echo "$listed" | wc -l) options"
done
test $failures -eq 0
