#!/bin/sh
# SPDX-License-Identifier: ISC
#
# hardened.sh: the programs are position-independent, have nothing writable
# that the dynamic linker needs no more, no executable stack, and canaries;
# and a tender needs no library but the C library.

set -u

: "${CC:?is to be set by the Makefile}"
: "${CFLAGS?is to be set by the Makefile}"
: "${ELFTOOL:?is to be set by the Makefile}"
: "${PROGRAMS:?is to be set by the Makefile}"
: "${TENDERS:?is to be set by the Makefile}"

command -v readelf >/dev/null || {
	echo 'no readelf'
	exit 77
}
case $CFLAGS in
*-fsanitize=*)
	echo 'a sanitizer brings libraries of its own'
	exit 77
	;;
esac

failures=0
dir=hardened.dir
rm -rf "$dir"
mkdir "$dir" || exit 99

# lacks FILE: prints what a program lacks, and nothing if all is well.
lacks() {
	readelf -hW "$1" | grep -q 'Type: *DYN' || echo pie
	readelf -lW "$1" | grep -q GNU_RELRO || echo relro
	readelf -lW "$1" | grep -q 'GNU_STACK.* RW ' || echo noexecstack
	readelf -sW "$1" | grep -q __stack_chk_fail || echo canaries
	if readelf -lW "$1" | grep -q INTERP; then
		readelf -dW "$1" | grep -q BIND_NOW || echo now
	fi
}

# needs FILE: the libraries, without those that the C library consists of.
needs() {
	readelf -dW "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
	    grep -v -e '^libc\.so' -e '^ld-linux' -e '^ld-musl'
}

check() {
	if test -n "$2"; then
		printf '%s: %s\n' "$1" "$(echo "$2" | tr '\n' ' ')"
		failures=$((failures + 1))
	fi
}

# What libtool makes of a program in the build tree may be a script.
real() {
	if test -x "$(dirname "$1")/.libs/$(basename "$1")"; then
		echo "$(dirname "$1")/.libs/$(basename "$1")"
	else
		echo "$1"
	fi
}

for tender in $TENDERS; do
	program=$PROGRAMS/solo5-$tender
	check "$program lacks" "$(lacks "$(real "$program")")"
	check "$program needs" "$(needs "$(real "$program")")"
done
if test -x "$ELFTOOL"; then
	check "$ELFTOOL lacks" "$(lacks "$(real "$ELFTOOL")")"
fi

# The check itself: a program that has none of it is found out.
echo 'int main(void) { return 0; }' >"$dir/soft.c"
# shellcheck disable=SC2086 # the compiler may be several words
if $CC -fno-pie -no-pie -fno-stack-protector -Wl,-z,norelro -Wl,-z,lazy \
    -Wl,-z,execstack "$dir/soft.c" -o "$dir/soft" 2>/dev/null; then
	for want in pie relro noexecstack now; do
		lacks "$dir/soft" | grep -qx "$want" ||
		    check 'a soft program' "$want is not missed"
	done
fi

rm -rf "$dir"
exit $((failures > 0))
