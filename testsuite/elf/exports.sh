#!/bin/sh
# SPDX-License-Identifier: ISC
#
# exports.sh: the shared library has the symbols of the list and no other,
# and the header declares just those.

lib=${top_builddir:?}/lib/.libs/libsolo5-elf.so
list=${top_srcdir:?}/lib/elf/solo5-elf.sym
header=$top_srcdir/lib/elf/solo5-elf.h

if test ! -f "$lib"; then
	echo 'no shared library in this configuration'
	exit 77
fi

# Some linkers add symbols of their own for the ends of sections.
$NM -D --defined-only "$lib" | awk '{ print $NF }' |
    grep -v -x -e _init -e _fini -e __bss_start -e _edata -e _end |
    LC_ALL=C sort >exports.nm || exit 99
LC_ALL=C sort "$list" >exports.list
status=0
if ! diff exports.list exports.nm; then
	echo "symbols of $lib differ from $list"
	status=1
fi
if ! LC_ALL=C sort -c "$list"; then
	echo "$list is not sorted"
	status=1
fi

sed -n 's/^[a-z].*[ *]\(s5elf_[a-z_]*\)(.*/\1/p' "$header" |
    LC_ALL=C sort >exports.header
if ! diff exports.list exports.header; then
	echo "declarations of $header differ from $list"
	status=1
fi
test -s exports.list || status=1
rm -f exports.nm exports.list exports.header
exit $status
