#!/bin/sh
# SPDX-License-Identifier: ISC
#
# other.sh: builds the bindings again.  Elsewhere they come out byte for byte
# the same; by other compilers and linkers they work as well.

. "${srcdir:-.}/lib.sh"

: "${TOP_SRCDIR:?is to be set by the Makefile}"
: "${MAKE:?is to be set by the Makefile}"

# The tests below are for the tools that they choose.
unset CC CFLAGS CPPFLAGS LDFLAGS
not_if_short

# build DIR OPTION...: configures in DIR, and makes what links guests there.
# shellcheck disable=SC2317 # run runs it
build() {
	dir=$1
	shift
	mkdir -p "$dir"
	(
		cd "$dir" &&
		"$TOP_SRCDIR/configure" --disable-tenders --disable-elftool \
		    --enable-werror --target="$TARGET" "$@" &&
		"$MAKE" -j2 -C bindings && "$MAKE" -C tools/toolchain
	) >build.log 2>&1
}

what='another directory'
run build 'somewhere/else/far away' TARGET_CC="$TARGET_CC" \
    TARGET_LD="$TARGET_LD" TARGET_OBJCOPY="$TARGET_OBJCOPY" \
    TARGET_CFLAGS="$TARGET_CFLAGS"
if [ $status -ne 0 ]; then
	tail -n 20 build.log
fi
succeeds "$what"
for f in "$LAYOUT/lib/$T"/solo5_*; do
	check "$what: ${f##*/}" cmp "$f" \
	    "somewhere/else/far away/toolchain/lib/$T/${f##*/}"
done
if [ "$TARGET_CFLAGS" = '-O2 -g' ] && command -v readelf >/dev/null; then
	readelf --debug-dump=info,line "$LAYOUT/lib/$T/solo5_stub.o" >debug 2>&1
	check "$what: debug information" grep -q 'stub\.c' debug
	check_not "$what: it tells no place" grep -q -F -e "$TOP_SRCDIR" \
	    -e "${LAYOUT%/toolchain}" debug
fi

# others COMPILER LINKER OBJCOPY: that combination, by all other tests.
others() {
	for tool in "$1" "$2" "$3"; do
		command -v "${tool%% *}" >/dev/null || return
	done
	what="$1, $2, $3"
	# shellcheck disable=SC2086 # words
	if ! echo 'int x;' | $1 $GUEST_CPUFLAGS -c -x c - -o none.o 2>/dev/null
	then
		echo "$what: no $GUEST_CPUFLAGS"
		return
	fi
	rm -rf other
	run build other TARGET_CC="$1" TARGET_LD="$2" TARGET_OBJCOPY="$3"
	if [ $status -ne 0 ]; then
		tail -n 20 build.log
	fi
	succeeds "$what"
	tests='cc ld symbols headers layout'
	for t in $tests; do
		mkdir "other/$t"
		(cd "other/$t" && srcdir=$here LAYOUT=${PWD%/*}/toolchain \
		    TARGET_CC=$1 TARGET_LD=$2 TARGET_OBJCOPY=$3 \
		    sh "$here/$t.sh" >log 2>&1 && : >passed) &
	done
	wait
	for t in $tests; do
		test -e "other/$t/passed" || cat "other/$t/log"
		check "$what: $t" test -e "other/$t/passed"
	done
}

# GNU's are for one CPU each, and clang has to be told.
gnu=''
clang=clang
case $T in
"$(uname -m)"-*)
	;;
*)
	gnu=${T%%-*}-linux-gnu-
	clang="clang --target=${T%%-*}-linux-gnu" ;;
esac

# Whichever the build is not.
case $($TARGET_CC --version) in
*clang*)	others "${gnu}gcc" "${gnu}ld" "${gnu}objcopy" ;;
*)		others "$clang" "${gnu}ld" "${gnu}objcopy" ;;
esac
# On its own, clang is left to llvm.sh.
[ "$clang" = clang ] || others "$clang" ld.lld llvm-objcopy

finish
