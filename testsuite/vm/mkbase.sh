#!/bin/sh
# SPDX-License-Identifier: ISC
#
# mkbase.sh CACHE ARCHITECTURE KERNEL MODULES PACKAGE ...
#
# Makes what a board boots, and prints the folder in CACHE where that is: the
# kernel (vmlinuz), and an initramfs (base.cpio) of Debian's packages, of the
# kernel's MODULES (names in the order in which they are to be loaded, one
# word), and of init.  If a PACKAGE is Xen, that is there, too (hypervisor).
#
# What is downloaded is downloaded once, into a folder packages-ID, and what is
# made of it is made once, into image-ID.  ID depends on everything that was
# asked for.  A folder gets its name when it is complete, and does not change
# after that, so that others can use it without asking; whoever is killed while
# making one leaves the folder "new", which the next one removes.

set -eu

here=$(cd "$(dirname "$0")" && pwd)

fail()
{
	echo "mkbase.sh: $*" >&2
	exit 1
}

# A name for what it reads.
id()
{
	cksum | tr ' ' -
}

test $# -ge 5 ||
    fail 'usage: mkbase.sh CACHE ARCHITECTURE KERNEL MODULES PACKAGE ...'
umask 022
mkdir -p "$1"
cache=$(cd "$1" && pwd)
arch=$2
kernel=$3
modules=$4
shift 4

packages=$cache/packages-$(
    { echo "$arch $kernel $*" && cat "$here/fetch.sh"; } | id)
image=$cache/image-$(
    { echo "$packages $modules" && cat "$here/mkbase.sh" "$here/mkcpio.sh" \
    "$here/init" "$here/init-xen"; } | id)
new=$cache/new

# One at a time; a lock ends with its process.
exec 9>"$cache/lock"
flock 9 || fail "$cache/lock: cannot be locked"

# What nobody has used for long.
rm -rf "$new"
find "$cache" -maxdepth 1 -name 'packages-*' -mtime +30 ! -path "$packages" \
    -exec rm -rf '{}' +
find "$cache" -maxdepth 1 -name 'image-*' -mtime +2 ! -path "$image" \
    -exec rm -rf '{}' +

if test -d "$image"; then
	touch "$image"
	if test -d "$packages"; then
		touch "$packages"
	fi
	echo "$image"
	exit 0
fi
if ! test -d "$packages"; then
	sh "$here/fetch.sh" "$arch" "$new" "$kernel" "$@" 9>&-
	mv "$new" "$packages"
fi

# What programs need of the packages: not what people read.
root=$new/root
mkdir -p "$root"
cp -a "$packages/system/." "$root"
rm -rf "${root:?}/boot" "${root:?}/usr/share" "$root/var/lib/dpkg" \
    "$root"/usr/lib/*/perl* "$root"/usr/lib/*/gconv "$root"/usr/bin/perl* \
    "$root"/usr/bin/python3* "$root"/usr/lib/python3* "$root"/lib/udev \
    "$root"/usr/lib/*/libperl.so* "$root"/usr/lib/xen-*/boot
for dir in dev etc modules proc root run sys tmp; do
	mkdir -p "$root/$dir"
done
{
	echo 'root:x:0:0:root:/root:/bin/sh'
	echo 'nobody:x:65534:65534:nobody:/:/bin/sh'
} >"$root/etc/passwd"
{
	echo 'root:x:0:'
	echo 'nogroup:x:65534:'
} >"$root/etc/group"
ln -sf dash "$root/bin/sh"
cp "$here/init" "$here/init-xen" "$root"
chmod 755 "$root/init"

n=10
for name in $modules; do
	file=$(find "$packages/kernel" -name "$name.ko*" | head -n 1)
	case $file in
	*.ko) cp "$file" "$root/modules/$n-$name.ko" ;;
	*.xz) xz -dc "$file" >"$root/modules/$n-$name.ko" ;;
	*) fail "the kernel has no module $name" ;;
	esac
	n=$((n + 1))
done
find "$packages/kernel/boot" -name 'vmlinu[xz]-*' -exec \
    cp '{}' "$new/vmlinuz" \;
test -s "$new/vmlinuz" || fail 'the package has no kernel'

find "$packages/system" -path '*/boot/xen-*.gz' -exec gzip -dc '{}' \; \
    >"$new/hypervisor"
test -s "$new/hypervisor" || rm "$new/hypervisor"

(cd "$root" && find . ! -name . | sort | awk '{ print $0 "\t" $0 }' |
    sed 's,^\./,,' | sh "$here/mkcpio.sh") >"$new/base.cpio"
rm -rf "$root"
mv "$new" "$image"
touch "$packages"
echo "$image"
