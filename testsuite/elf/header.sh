#!/bin/sh
# SPDX-License-Identifier: ISC
#
# header.sh: the installed header needs no other, and is C99, C11 and C++.

# Flags are several words.
# shellcheck disable=SC2086

dir=${top_srcdir:?}/lib/elf
warnings='-Wall -Wextra -Werror -pedantic-errors'
status=0

# Twice, for its guard.
for ext in c cc; do
	printf '#include <solo5-elf.h>\n#include <solo5-elf.h>\nint x = %s;\n' \
	    'S5ELF_OK + S5ELF_SEGMENTS_MAX + S5ELF_MFT_SIZE' >header-test.$ext
done

for std in c99 c11 gnu17; do
	if ! $CC -std=$std $warnings -I"$dir" -fsyntax-only header-test.c; then
		echo "$CC: not as $std"
		status=1
	fi
done

found=no
for cxx in ${CXX-} c++ g++ clang++; do
	command -v "$cxx" >/dev/null 2>&1 || continue
	found=yes
	for std in c++98 c++11 c++17; do
		# C++98 has neither long long nor <cstdint>, C99 has both.
		test $std = c++98 && more=-Wno-long-long || more=
		if ! "$cxx" -std=$std $warnings $more -I"$dir" -fsyntax-only \
		    header-test.cc; then
			echo "$cxx: not as $std"
			status=1
		fi
	done
done
test $found = yes || echo 'no C++ compiler: only C was tried'

rm -f header-test.c header-test.cc
exit $status
