#!/bin/sh
# SPDX-License-Identifier: ISC
#
# authors.sh: a tarball says itself who can be told of a vulnerability, as it
# has no history.

set -u

: "${MAKE:?is to be set by the Makefile}"
: "${TOP_BUILDDIR:?is to be set by the Makefile}"
: "${TOP_SRCDIR:?is to be set by the Makefile}"
: "${VERSION:?is to be set by the Makefile}"

dir=$PWD/authors.dir
rm -rf "$dir"
mkdir -p "$dir/dist" || exit 99
failures=0

fail()
{
	echo "FAIL: $1"
	failures=$((failures + 1))
}

cp "$TOP_SRCDIR/AUTHORS" "$dir/dist/"
if ! $MAKE -C "$TOP_BUILDDIR" dist-hook distdir="$dir/dist" \
    >"$dir/log" 2>&1; then
	cat "$dir/log"
	fail 'make dist-hook'
fi
made=$dir/dist/AUTHORS
test "$(cat "$dir/dist/.tarball-version")" = "$VERSION" ||
    fail 'a tarball does not know its version'
test "$(ls -A "$dir/dist")" = "$(printf '.tarball-version\nAUTHORS')" ||
    fail "there is more than that: $(ls -A "$dir/dist")"

# What was there before still is.
lines=$(wc -l <"$TOP_SRCDIR/AUTHORS")
head -n "$lines" "$made" | cmp -s - "$TOP_SRCDIR/AUTHORS" ||
    fail 'AUTHORS has lost something'
if test -e "$TOP_SRCDIR/.git" &&
    last=$(git -C "$TOP_SRCDIR" log -1 --format='%cN <%cE>'); then
	tail -n +"$lines" "$made" >"$dir/list"
	grep -q -x -F "    $last" "$dir/list" ||
	    fail 'who committed last is not in AUTHORS'
	test -z "$(grep '<.*>' "$dir/list" | uniq -d)" ||
	    fail 'somebody is in AUTHORS twice'
else
	# Made from a tarball, or from what has no history.
	cmp -s "$TOP_SRCDIR/AUTHORS" "$made" || fail 'AUTHORS has changed'
fi

[ $failures -eq 0 ] || exit 1
rm -rf "$dir"
