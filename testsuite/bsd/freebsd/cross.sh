#!/bin/sh
# SPDX-License-Identifier: ISC
#
# cross.sh: the tenders for FreeBSD, by its own headers and C library.
#
#	FREEBSD_SYSROOT=DIR	FreeBSD's /usr/include and /lib, for x86_64
#	FREEBSD_HEADERS=DIR ...	/usr/include of other releases, each below a
#				folder whose name ends in the release: .../14
#
# They are configured, compiled with warnings as errors, and linked; and what
# the model's headers say is held against the real ones.  Without a sysroot
# there is nothing to test.

set -eu

top=$(cd "${srcdir-.}/../../.." && pwd)
here=$(pwd)

if test -z "${FREEBSD_SYSROOT-}"; then
	echo 'FREEBSD_SYSROOT is not set'
	exit 77
fi
for tool in clang ld.lld llvm-ar llvm-ranlib llvm-readelf; do
	command -v $tool >/dev/null || {
		echo "no $tool"
		exit 77
	}
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
unset LIBRARY_PATH CPATH C_INCLUDE_PATH CPLUS_INCLUDE_PATH

# The compiler always links these, and C for this CPU needs nothing of them.
mkdir "$work/stubs"
for lib in libgcc libgcc_s; do
	printf '!<arch>\n' >"$work/stubs/$lib.a"
done

# compiler RELEASE [HEADERS]
compiler()
{
	printf '#!/bin/sh\nexec clang --target=x86_64-unknown-freebsd%s' "$1"
	printf ' --sysroot=%s --start-no-unused-arguments' "$FREEBSD_SYSROOT"
	if test $# -gt 1; then
		printf ' -nostdlibinc -isystem %s' "$2"
		printf ' -D__FreeBSD_version=%s00000' "$1"
	fi
	printf ' -fuse-ld=lld -L%s/stubs' "$work"
	printf ' --end-no-unused-arguments "$@"\n'
}

# facts RELEASE: the model's, for the real headers.
facts()
{
	cat <<-X
	#include <sys/types.h>
	#include <sys/param.h>
	#include <sys/cpuset.h>
	#include <stddef.h>
	#include <machine/vmm.h>
	#include <machine/vmm_dev.h>
	#include <sys/capsicum.h>
	#include <sys/event.h>
	#include <sys/ioccom.h>
	#include <sys/mman.h>
	#include <sys/procctl.h>
	#include <sys/wait.h>
	X
	"$here/facts$1"
}

# tenders RELEASE [HEADERS]
tenders()
{
	mkdir "$work/$1"
	cd "$work/$1"
	compiler "$@" >cc
	chmod +x cc
	facts "$1" >facts.c
	./cc -c facts.c
	"$top/configure" --enable-werror --disable-shared --enable-static \
	    --disable-bindings --enable-hvt-tender --enable-debug-tender \
	    --host="x86_64-unknown-freebsd$1" CC="$work/$1/cc" AR=llvm-ar \
	    RANLIB=llvm-ranlib STRIP=llvm-strip >configure.out 2>&1 ||
	    { tail configure.out; exit 1; }
	grep -q 'solo5-spt  *no: seccomp is Linux' configure.out
	for folder in include lib tenders; do
		make -C $folder >make.out 2>&1 || { tail make.out; exit 1; }
	done
	for program in solo5-hvt solo5-hvt-debug; do
		llvm-readelf -h tenders/$program | grep -q 'OS/ABI:.*FreeBSD'
	done
	echo "FreeBSD $1: compiled, linked, $(grep -c _Static facts.c) facts"
	cd "$here"
}

tenders 13
for headers in ${FREEBSD_HEADERS-}; do
	release=${headers%/usr/include}
	tenders "${release##*[!0-9]}" "$headers"
done
