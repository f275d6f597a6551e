#!/bin/sh
# SPDX-License-Identifier: ISC
#
# man.sh: the manual page has every function and reason of the header, and no
# other, and its example works with the library as it is installed.

# Flags are several words.
# shellcheck disable=SC2086

page=${top_srcdir:?}/man/libsolo5-elf.3
header=$top_srcdir/lib/elf/solo5-elf.h
lib=${top_builddir:?}/lib/.libs
status=0

names() {
	grep -o -E 'S5ELF_[A-Z_]*[A-Z]' "$1" | LC_ALL=C sort -u
}
names "$header" >man.want
names "$page" >man.have
if ! diff man.want man.have; then
	echo "$page and $header differ in constants"
	status=1
fi
sed -n 's/^[a-z].*[ *]\(s5elf_[a-z_]*\)(.*/\1/p' "$header" |
    LC_ALL=C sort >man.want
sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESC/s/^\.F[no] \(s5elf_[a-z_]*\).*/\1/p' \
    "$page" | LC_ALL=C sort >man.have
if ! test -s man.want || ! diff man.want man.have; then
	echo "$page and $header differ in functions"
	status=1
fi
sed -n '/^\.Sh NAME/,/^\.Nd/s/^\.Nm \(s5elf_[a-z_]*\).*/\1/p' "$page" |
    LC_ALL=C sort >man.have
if ! diff man.want man.have; then
	echo "$page names other functions than it describes"
	status=1
fi
rm -f man.want man.have

if test ! -f "$lib/libsolo5-elf.so"; then
	echo 'no shared library in this configuration: example not tried'
	exit $status
fi
rm -rf man.dir
mkdir man.dir && mkdir man.dir/good && ./elf_craft good man.dir/good || exit 99
sed -n '/^\.Sh EXAMPLES/,/^\.Ed/p' "$page" |
    sed -e '/^\./d' -e '/^This program/d' -e 's/\\e/\\/g' >man.dir/about.c
if ! $CC $CFLAGS -std=c99 -Wall -Wextra -Werror -I"$top_srcdir/lib/elf" \
    -I"$top_srcdir/include" $LDFLAGS -o man.dir/about man.dir/about.c \
    -L"$lib" -Wl,-rpath,"$lib" -lsolo5-elf; then
	echo 'the example does not compile'
	exit 1
fi

# says FILE STATUS TEXT
says() {
	man.dir/about "$1" >man.dir/out 2>&1
	got=$?
	if test $got -ne "$2" || test "$(cat man.dir/out)" != "$3"; then
		echo "$1: status $got and:"
		cat man.dir/out
		status=1
	fi
}
says man.dir/good/base 0 'x86_64 spt 2
1 dev0
2 dev1
3 dev2'
says man.dir/good/aarch64 0 'aarch64 spt 2
1 dev0'
says man.dir/good/devices-0 0 'x86_64 spt 2'
says man.dir/good/hvt 0 'x86_64 hvt 2
1 dev0
2 dev1
3 dev2'
says man.dir/absent 1 'man.dir/absent: No such file or directory'
says man.dir 1 'man.dir: not a regular file'
says man.dir/about 1 \
    'man.dir/about: No Solo5 ABI information found in executable'
rm -rf man.dir
exit $status
