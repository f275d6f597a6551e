#!/bin/sh
# SPDX-License-Identifier: ISC
#
# plists.sh: the lists of files of the packages in packaging/ are those of
# "make install", with these differences and no others:
#
#	FreeBSD	  no solo5-spt; no .la, which its ports do not keep; .pc files
#		  in libdata; the bindings for Xen are an option
#	OpenBSD	  no solo5-spt, no solo5-hvt-debug, no bindings for Xen; a
#		  shared library has one name, with current and revision; manual
#		  pages in man/; folders that are the package's own are listed
#	pkgsrc	  no bindings for Xen; .la stands for all names of a library;
#		  manual pages in man/
#
# Headers of Xen are whatever was found on the machine that builds, and in no
# list.

set -u

: "${MAKE:?is to be set by the Makefile}"
: "${T:?is to be set by the Makefile}"
: "${TOP_BUILDDIR:?is to be set by the Makefile}"
: "${TOP_SRCDIR:?is to be set by the Makefile}"
: "${VERSION:?is to be set by the Makefile}"

LC_ALL=C
export LC_ALL
packaging=$TOP_SRCDIR/packaging
dir=$PWD/plists.dir
rm -rf "$dir"
mkdir "$dir" || exit 99
cd "$dir" || exit 99
failures=0

skip()
{
	echo "SKIP: $1"
	cd / && rm -rf "$dir"
	exit 77
}

fail()
{
	echo "FAIL: $1"
	failures=$((failures + 1))
}

# From the lists to files, one a line, sorted.
freebsd_listed()
{
	sed -e '/^@/d' -e 's/^%%XEN%%//' \
	    -e 's,^%%PORTDOCS%%%%DOCSDIR%%,share/doc/solo5,' \
	    "${1-$packaging/freebsd/pkg-plist}" | sort
}

openbsd_listed()
{
	v=$(sed -n 's/^SHARED_LIBS =.*solo5-elf //p' \
	    "$packaging/openbsd/Makefile")
	sed -e '/^@comment/d' -e '/pkg-readmes/d' -e 's/^@[a-z]* //' \
	    -e "s/\${LIBsolo5-elf_VERSION}/$v/" \
	    "${1-$packaging/openbsd/pkg/PLIST}" | sort
}

pkgsrc_listed()
{
	sed -e '/^@comment/d' -e 's/^\${PLIST\.[a-z]*}//' \
	    "${1-$packaging/pkgsrc/PLIST}" | sort
}

# From what is installed to what is to be in a list; where this build has no
# bindings for Xen, they are taken from nowhere else.
no_spt()
{
	sed '/[/-]solo5-spt/d'
}

no_xen()
{
	sed -e '/solo5_xen\./d' -e '/bindings-xen/d'
}

man()
{
	sed 's,^share/man/,man/,'
}

freebsd_wanted()
{
	{
		cat "$1"
		grep -q solo5_xen "$1" || printf '%s\n' \
		    "lib/$T/solo5_xen.lds" "lib/$T/solo5_xen.o" \
		    lib/pkgconfig/solo5-bindings-xen.pc
	} | no_spt | sed -e '/\.la$/d' \
	    -e 's,^lib/pkgconfig/,libdata/pkgconfig/,' | sort
}

# Those that ports share are nobody's.
folders()
{
	sed -n 's,[^/]*$,,p' "$1" | sort -u | grep -v -x -e 'bin/' \
	    -e 'include/' -e 'lib/' -e 'lib/pkgconfig/' -e 'share/man/.*'
}

openbsd_wanted()
{
	{
		cat "$1"
		folders "$1"
	} | no_spt | no_xen | man |
	    sed -e '/hvt-debug/d' -e '/\.so$/d' -e '/\.so\.[0-9]*$/d' \
	    -e "s/\(\.so\.[0-9]*\)\.[0-9]*\(\.[0-9]*\)\$/\1\2/" | sort
}

pkgsrc_wanted()
{
	no_xen <"$1" | man | sed '/\.so/d' | sort
}

systems='freebsd openbsd pkgsrc'

# agrees SYSTEM INSTALLED [LIST]
agrees()
{
	"$1_wanted" "$2" >"$1.wanted"
	"$1_listed" ${3+"$3"} >"$1.listed"
	test -s "$1.wanted" && diff "$1.listed" "$1.wanted" >"$1.diff"
}

case $T in
x86_64-*)	;;
*)		skip 'the packages are for x86_64' ;;
esac
# With nothing but files of ours below the prefix, as packages have it.
if ! $MAKE -C "$TOP_BUILDDIR" install prefix=/p mandir=/p/share/man \
    DESTDIR="$dir/root" >install.log 2>&1; then
	tail -n 20 install.log
	fail 'make install'
	exit 1
fi
(cd root/p && find . ! -type d | sed 's,^\./,,' |
    grep -v '^include/solo5/xen/' | sort) >installed
for part in bin/solo5-elftool bin/solo5-hvt bin/solo5-hvt-debug \
    bin/solo5-spt "lib/$T/solo5_hvt.o" "lib/$T/solo5_muen.o" \
    "lib/$T/solo5_spt.o" "lib/$T/solo5_virtio.o" lib/libsolo5-elf.so; do
	grep -q -x "$part" installed || skip "this build has no $part"
done

for system in $systems; do
	if ! agrees $system installed; then
		fail "$system: < listed, > installed"
		cat $system.diff
	fi
done

# Would it be noticed?  A new file, one in a new folder, one that is gone, and
# a line that is missing.
for new in bin/solo5-new share/doc/solo5/new.md share/new/new \
    "lib/$T/include/new.h" share/man/man1/new.1; do
	{ cat installed; echo "$new"; } | sort >with
	for system in $systems; do
		agrees $system with && fail "$system: $new is not noticed"
	done
done
for old in bin/solo5-elftool share/doc/solo5/NEWS lib/libsolo5-elf.la \
    lib/libsolo5-elf.so.0.0.0; do
	grep -v -x "$old" installed >without
	for system in $systems; do
		case $system-$old in
		freebsd-*.la | pkgsrc-*.so.*)	continue ;;
		esac
		agrees $system without && fail "$system: $old is not missed"
	done
done
sed 2d "$packaging/freebsd/pkg-plist" >short
agrees freebsd installed short && fail 'freebsd: a line is not missed'

# The version, in each as its system has it.
release=${VERSION%%-*}
for line in "freebsd/Makefile:DISTVERSION=[[:blank:]]*$release" \
    "openbsd/Makefile:V =[[:blank:]]*$release" \
    "pkgsrc/Makefile:DISTNAME=[[:blank:]]*solo5-$release" \
    "pkgsrc/buildlink3.mk:.*solo5>=$release"; do
	grep -q -x "${line#*:}" "$packaging/${line%%:*}" ||
	    fail "${line%%:*}: the version is not $release"
done
grep -q "^This release, $release, has" "$TOP_SRCDIR/man/solo5.7" ||
    fail "solo5.7: the release is not $release"

[ $failures -eq 0 ] || exit 1
cd / && rm -rf "$dir"
