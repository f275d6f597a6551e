#!/bin/sh
# SPDX-License-Identifier: ISC
#
# parts.sh: parts that are installed alone, by "make install-tools" and its
# like, come with the same manual pages as in "make install", under the same
# conditions; so none is there without its program.

set -u

: "${TOP_SRCDIR:?is to be set by the Makefile}"

# pages MAKEFILE: each page that is installed, and the condition for that.
pages()
{
	awk '
	/^EXTRA_DIST/ { skip = 1 }
	/# end of/ { skip = 0 }
	skip { next }
	$1 == "if" { condition = $2 }
	$1 == "endif" { condition = "" }
	{
		for (i = 1; i <= NF; i++)
			if ($i ~ /^[a-z0-9-]+\.[1-9]$/)
				print $i, condition
	}' "$1" | sort
}

whole=$(pages "$TOP_SRCDIR/man/Makefile.am")
parts=$(pages "$TOP_SRCDIR/Makefile.am")
for page in "$TOP_SRCDIR"/man/*.[1-9]; do
	printf '%s\n' "$whole" | grep -q "^${page##*/} " && continue
	echo "FAIL: ${page##*/} is not installed"
	exit 1
done
if [ "$whole" != "$parts" ]; then
	printf '%s\n' 'FAIL: in "make install":' "$whole" 'in its parts:' \
	    "$parts"
	exit 1
fi
