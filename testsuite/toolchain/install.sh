#!/bin/sh
# SPDX-License-Identifier: ISC
#
# install.sh: what "make install-toolchain" installs, and that it works from
# wherever it is put.

. "${srcdir:-.}/lib.sh"

: "${TOP_BUILDDIR:?is to be set by the Makefile}"
: "${MAKE:?is to be set by the Makefile}"
: "${PCDIR:?is to be set by the Makefile}"

# installed DIR: the files in it, without the prefix and but for the manual.
installed() {
	(cd "$1/opt/p" && find . ! -type d ! -path './share/man/*' | sort)
}

# What is wanted is sorted, so that it can be compared.
headers() {
	for h in elf_abi hvt_abi mft_abi solo5 spt_abi; do
		echo "./include/solo5/$h.h"
	done
	if [ -e "$LAYOUT/lib/$T/solo5_xen.o" ]; then
		(cd "$LAYOUT" && find ./include/solo5/xen -type f)
	fi
}

toolchain() {
	for f in cc ld objcopy; do
		echo "./bin/$T-$f"
	done
	for f in "$LAYOUT/lib/$T/include"/*.h; do
		echo "./lib/$T/include/${f##*/}"
	done
	for o in "$LAYOUT/lib/$T"/solo5_*.o; do
		t=${o##*/solo5_}
		t=${t%.o}
		echo "./lib/$T/solo5_$t.lds"
		echo "./lib/$T/solo5_$t.o"
		test "$t" = stub ||
		    echo "./$PCDIR/solo5-bindings-$t.pc"
	done
}

# make_install PART: into the folder of that name.
make_install() {
	run "$MAKE" -C "$TOP_BUILDDIR" "install-$1" prefix=/opt/p \
	    mandir=/opt/p/share/man libdir=/opt/p/lib64 \
	    DESTDIR="$test_dir/$1"
	check "install-$1" test "$status" -eq 0
}

make_install headers
same 'install-headers' "$(installed headers)" "$(headers | sort)"

# A library directory of another name moves nothing of this.
make_install toolchain
same 'install-toolchain' "$(installed toolchain)" \
    "$( (headers; toolchain) | sort)"

# In another place it works as in the build tree.
write_app
write_manifest
mv toolchain/opt/p 'a prefix'
p="$PWD/a prefix"
for t in cc ld objcopy; do
	check "$T-$t.1" grep -q 'Dt SOLO5-CC 1' "$p/share/man/man1/$T-$t.1"
done
run "$p/bin/$T-cc" -z solo5-abi=spt app.c manifest.c -o app
succeeds 'cc'
run "$cc" -z solo5-abi=spt app.c manifest.c -o app-build
check 'cc: as in the build tree' cmp app app-build
run "$p/bin/$T-cc" app.c
succeeds 'cc, stub'
run "$p/bin/$T-cc" -c app.c manifest.c
succeeds 'cc -c'
run "$p/bin/$T-ld" -z solo5-abi=spt app.o manifest.o -o app-ld
succeeds 'ld'
check 'ld: as in the build tree' cmp app-ld app-build

# The way of 0.6, by pkg-config.  It knows of no blanks.
if command -v pkg-config >/dev/null; then
	mv 'a prefix' prefix
	PKG_CONFIG_PATH=$PWD/prefix/$PCDIR
	export PKG_CONFIG_PATH
	# pc WORD...
	pc() {
		pkg-config "$@" solo5-bindings-spt
	}
	same 'pkg-config: version' "$(pc --modversion)" "$VERSION"
	cflags=$(pc --cflags)
	run sh -c "$TARGET_CC $cflags -c app.c manifest.c"
	succeeds 'pkg-config: cflags'
	echo '#include <limits.h>' >limits.c
	run sh -c "$TARGET_CC $cflags -fsyntax-only limits.c"
	succeeds 'pkg-config: <limits.h>'
	echo '#include <string.h>' >string.c
	run sh -c "$TARGET_CC $cflags -fsyntax-only string.c"
	fails 'pkg-config: <string.h>' 'string\.h'
	run sh -c "$(pc --variable=ld) $(pc --variable=ldflags) \
	    app.o manifest.o -o app-pc"
	succeeds 'pkg-config: ldflags'
	check 'pkg-config: as by cc' cmp app-pc app-build
	for f in ld ldflags; do
		check "pkg-config: $f" test -n "$(pc --variable=$f)"
	done
	check_not 'pkg-config: all is replaced' grep -q '@' \
	    prefix/"$PCDIR"/*.pc
fi

finish
