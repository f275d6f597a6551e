#!/bin/sh
# SPDX-License-Identifier: ISC
#
# headers.sh: each header of ours compiles alone, in C and in C++, and a
# unikernel sees those, the compiler's own, and no other.

. "${srcdir:-.}/lib.sh"

include=$LAYOUT/include/solo5
warnings='-Wall -Wextra -Wredundant-decls -Wundef -Wpedantic -Werror'

# Ours, by the guest's compiler and by every other that there is.
for h in solo5 elf_abi hvt_abi mft_abi spt_abi; do
	check "$h.h is there" test -f "$include/$h.h"
	printf '#include <%s.h>\n#include <%s.h>\n' $h $h >$h.c
	printf '#include <%s.h>\nextern int x;\nint x;\n' $h >$h-use.c
	cp $h-use.c $h.cc
	for std in c99 c11 gnu11 c17; do
		# shellcheck disable=SC2086
		run "$cc" -std=$std $warnings -c $h-use.c -o h.o
		succeeds "$h.h as $std"
		# shellcheck disable=SC2086
		run "$cc" -std=$std $warnings -fsyntax-only $h.c
		grep -q 'empty translation unit' err ||
		    succeeds "$h.h twice as $std"
		for other in gcc clang; do
			command -v $other >/dev/null || continue
			# shellcheck disable=SC2086
			run $other -std=$std $warnings -I "$include" \
			    -c $h-use.c -o h.o
			succeeds "$h.h as $std, $other"
		done
	done
	for cxx in g++ clang++; do
		command -v $cxx >/dev/null || continue
		for std in c++98 c++11 c++17 c++20; do
			# shellcheck disable=SC2086
			run $cxx -std=$std -Wall -Wextra -Wundef -Werror \
			    -I "$include" -c $h.cc -o h.o
			succeeds "$h.h as $std, $cxx"
		done
	done
done

# With the layout of the source, as <solo5/...>.
printf '#include <solo5/solo5.h>\n#include <solo5/mft_abi.h>\nextern int x;\n' \
    >sub.c
run gcc -I "$LAYOUT/include" -fsyntax-only sub.c
command -v gcc >/dev/null && succeeds 'as <solo5/solo5.h>'

# C++ sees functions of C.
if command -v g++ >/dev/null; then
	echo '#include <solo5.h>
	void f() { solo5_yield(0, NULL); }' >name.cc
	g++ -I "$include" -c name.cc -o name.o
	check 'extern "C"' sh -c 'nm name.o | grep -q " U solo5_yield$"'
fi

write_manifest

# A manifest compiles as C99 with no warning.
# shellcheck disable=SC2086
run "$cc" -std=c99 $warnings -c manifest.c
succeeds 'a manifest of another release'
check 'it defines the note' sh -c \
    'nm manifest.o | grep -q " R __solo5_mft1_note$"'

# Those of the compiler, each alone.
for h in float iso646 limits stdalign stdarg stdatomic stdbool stddef stdint \
    stdnoreturn; do
	printf '#include <%s.h>\nextern int x;\nint x;\n' $h >std.c
	run "$cc" -std=c11 -Wall -Wextra -Werror -c std.c -o std.o
	succeeds "<$h.h>"
done
cat >types.c <<'EOF'
#include <limits.h>
#include <stdint.h>
_Static_assert(sizeof(uint64_t) == 8 && UINT64_MAX == ~0ull, "stdint");
_Static_assert(CHAR_BIT == 8 && INT_MAX == 0x7fffffff, "limits");
_Static_assert(LONG_MAX == INT64_MAX && ULLONG_MAX == UINT64_MAX, "limits");
EOF
run "$cc" -std=c11 -fsyntax-only types.c
succeeds 'what is in them'

case $T in
x86_64-*)
	cat >simd.c <<'EOF'
#include <immintrin.h>
#include <x86intrin.h>
__m128i f(__m128i a, __m128i b);
__m128i f(__m128i a, __m128i b) { return _mm_add_epi32(a, b); }
EOF
	run "$cc" -c simd.c -o simd.o
	succeeds 'intrinsics' ;;
esac

# Those of the host are not to be found, whatever the environment says.
for h in string stdlib stdio errno unistd pthread time assert \
    sys/types linux/types; do
	echo "#include <$h.h>" >host.c
	run "$cc" -fsyntax-only host.c
	fails "<$h.h>" "$h\.h"
	run env CPATH=/usr/include C_INCLUDE_PATH=/usr/include "$cc" \
	    -fsyntax-only host.c
	fails "<$h.h> by the environment" "$h\.h"
done

# Ours come first; a C library of the application's own is found.
mkdir own
echo '#error wrong one' >own/solo5.h
echo 'typedef int from_own;' >own/string.h
cat >own/limits.h <<'EOF'
#ifndef OWN_LIMITS
#define OWN_LIMITS
#define PATH_MAX 77
#endif
EOF
printf '#include <solo5.h>\n#include <string.h>\n%s\n' 'from_own x;' >own.c
run "$cc" -I own -c own.c -o own.o
succeeds "an application's own headers"
printf '#include <limits.h>\n_Static_assert(PATH_MAX == 77, "");\n' >own.c
run "$cc" -I own -c own.c -o own.o
succeeds "an application's own <limits.h>"
case $($TARGET_CC --version) in
*clang*) ;;
*)
	run "$cc" -isystem own -c own.c -o own.o
	succeeds "an application's <limits.h>, included by the compiler's" ;;
esac

finish
