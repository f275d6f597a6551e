#!/bin/sh
# SPDX-License-Identifier: ISC
#
# fetch.sh ARCHITECTURE FOLDER KERNEL PACKAGE ...
#
# Downloads packages of Debian with all that they depend on, and of a
# metapackage of the kernel the image that it stands for, and unpacks both into
# FOLDER: system/ and kernel/.  No kernel is wanted if KERNEL is "-".  The
# system's own apt and dpkg learn nothing of that: apt gets a root of its own,
# in which no package is installed.  It verifies what it gets as always, with
# the keys of Debian.
#
# SOLO5_MIRROR is the mirror, if it is not deb.debian.org.

set -eu

suite=bookworm
keys=/usr/share/keyrings/debian-archive-keyring.gpg

fail()
{
	echo "fetch.sh: $*" >&2
	exit 1
}

test $# -ge 4 || fail 'usage: fetch.sh ARCHITECTURE FOLDER KERNEL PACKAGE ...'
arch=$1
kernel=$3
mkdir -p "$2"
folder=$(cd "$2" && pwd)
shift 3
for program in apt-get apt-cache dpkg-deb; do
	command -v $program >/dev/null || fail "there is no $program"
done
test -r $keys || fail "no keys: there is no $keys"

apt=$folder/apt
rm -rf "$folder/system" "$folder/kernel"
mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/parts" \
    "$folder/system" "$folder/kernel"
: >"$apt/status"
: >"$apt/preferences"
echo "deb [signed-by=$keys]" \
    "${SOLO5_MIRROR-http://deb.debian.org/debian} $suite main" \
    >"$apt/sources.list"
cat >"$apt/conf" <<END
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
APT::Get::Assume-Yes "true";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "30";
Dir::Cache "$apt";
Dir::Cache::archives "$apt/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "$apt/parts";
Dir::Etc::preferences "$apt/preferences";
Dir::Etc::preferencesparts "$apt/parts";
Dir::State "$apt";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
END
APT_CONFIG=$apt/conf
export APT_CONFIG

# Prints the package of the kernel's image.
find_image()
{
	image=$(apt-cache depends --important "$kernel" |
	    sed -n 's/^ *Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1)
	test -n "$image" || fail "$kernel depends on no image of a kernel"
	echo "$image"
}

fetch_kernel()
{
	mkdir -p "$apt/image"
	(cd "$apt/image" && rm -f ./*.deb && apt-get -q download "$1") \
	    >"$apt/log" 2>&1 || fail "apt-get download: $(tail -n 1 "$apt/log")"
	dpkg-deb -x "$apt"/image/*.deb "$folder/kernel" ||
	    fail "cannot unpack $1"
}

apt-get -q update >"$apt/log" 2>&1 ||
    fail "apt-get update: $(tail -n 1 "$apt/log")"
if test "$kernel" != -; then
	image=$(find_image)
fi
apt-get -q --download-only install "$@" >"$apt/log" 2>&1 ||
    fail "apt-get install: $(tail -n 1 "$apt/log")"
for deb in "$apt"/archives/*.deb; do
	dpkg-deb -x "$deb" "$folder/system" || fail "cannot unpack $deb"
done
if test "$kernel" != -; then
	fetch_kernel "$image"
fi
rm -rf "$apt"
