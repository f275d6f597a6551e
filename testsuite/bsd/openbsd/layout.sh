#!/bin/sh
# SPDX-License-Identifier: ISC
#
# layout.sh: whether the model has the layouts of OpenBSD 7.8, and the tender
# what that system has.  Where OPENBSD_SYSROOT names a tree with OpenBSD's
# headers and libraries, and a compiler for it, "cc": the assertions that the
# model was compiled with hold there, too, and configure makes solo5-hvt.

set -eu

if test -z "${OPENBSD_SYSROOT-}"; then
	echo "no OPENBSD_SYSROOT: nothing to compare with"
	exit 77
fi
top=$(cd "$srcdir/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM

# Assertions.
: >"$work/config.h"
"$OPENBSD_SYSROOT/cc" -std=c11 -Wall -Wextra -Werror -I"$work" \
    -I"$top/tenders" -c -o "$work/layout.o" "$srcdir/layout-7.8.c"

# One that does not hold is found.
sed 's/vcp_id, 600)/vcp_id, 596)/' "$srcdir/layout-7.8.c" >"$work/wrong.c"
if "$OPENBSD_SYSROOT/cc" -std=c11 -I"$work" -I"$top/tenders" -I"$srcdir" \
    -c -o "$work/wrong.o" "$work/wrong.c" 2>/dev/null; then
	echo "an assertion about another release holds"
	exit 1
fi

# The tender.
cd "$work"
"$top/configure" --host=x86_64-unknown-openbsd7.8 CC="$OPENBSD_SYSROOT/cc" \
    AR=llvm-ar RANLIB=llvm-ranlib STRIP=llvm-strip --enable-werror \
    --disable-bindings --enable-hvt-tender >configure.out
make -s -C include >make.out
make -s -C lib >>make.out
make -s -C tenders solo5-hvt >>make.out
file tenders/solo5-hvt | tee file.out
grep -q 'for OpenBSD' file.out
