#!/bin/sh
# SPDX-License-Identifier: ISC
#
# mkbase.sh FOLDER ARCHITECTURE KERNEL MODULES PACKAGE ...
#
# Makes in FOLDER, if they are not there, what a board boots: the kernel
# (vmlinuz), and an initramfs (base.cpio) of Debian's packages, of the kernel's
# MODULES (names in the order in which they are to be loaded, one word), and of
# init.  What is downloaded for that is downloaded once, and again when
# something else is asked for: FOLDER/made says what it was.

set -eu

here=$(cd "$(dirname "$0")" && pwd)

fail()
{
	echo "mkbase.sh: $*" >&2
	exit 1
}

test $# -ge 5 ||
    fail 'usage: mkbase.sh FOLDER ARCHITECTURE KERNEL MODULES PACKAGE ...'
umask 022
mkdir -p "$1"
folder=$(cd "$1" && pwd)
arch=$2
kernel=$3
modules=$4
shift 4

# Another run may be at it; whoever is killed leaves no lock.
exec 9>"$folder/lock"
flock 9 || fail "$folder/lock: cannot be locked"

wanted="$arch $kernel $modules $* $(cat "$0" "$here/fetch.sh" \
    "$here/mkcpio.sh" "$here/init" | cksum)"
if test "$(cat "$folder/made" 2>/dev/null)" = "$wanted"; then
	exit 0
fi
rm -f "$folder/made"

packages="$arch $kernel $*"
if test "$(cat "$folder/fetched" 2>/dev/null)" != "$packages"; then
	rm -f "$folder/fetched"
	sh "$here/fetch.sh" "$arch" "$folder" "$kernel" "$@" 9>&-
	echo "$packages" >"$folder/fetched"
fi

# What programs need of the packages: not what people read.
root=$folder/root
rm -rf "$root"
mkdir -p "$root"
cp -a "$folder/system/." "$root"
rm -rf "${root:?}/usr/share" "$root/var/lib/dpkg" \
    "$root"/usr/lib/*/perl* "$root"/usr/lib/*/gconv
for dir in dev etc modules proc root run sys tmp; do
	mkdir -p "$root/$dir"
done
cat >"$root/etc/passwd" <<END
root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/sh
END
cat >"$root/etc/group" <<END
root:x:0:
nogroup:x:65534:
END
ln -sf dash "$root/bin/sh"
cp "$here/init" "$root/init"
chmod 755 "$root/init"

n=10
for name in $modules; do
	file=$(find "$folder/kernel" -name "$name.ko*" | head -n 1)
	case $file in
	*.ko) cp "$file" "$root/modules/$n-$name.ko" ;;
	*.xz) xz -dc "$file" >"$root/modules/$n-$name.ko" ;;
	*) fail "the kernel has no module $name" ;;
	esac
	n=$((n + 1))
done
rm -f "$folder/vmlinuz"
find "$folder/kernel/boot" -name 'vmlinu[xz]-*' -exec \
    cp '{}' "$folder/vmlinuz" \;
test -s "$folder/vmlinuz" || fail 'the package has no kernel'

(cd "$root" && find . ! -name . | sort | awk '{ print $0 "\t" $0 }' |
    sed 's,^\./,,' | sh "$here/mkcpio.sh") >"$folder/base.tmp"
mv "$folder/base.tmp" "$folder/base.cpio"
rm -rf "$root"
echo "$wanted" >"$folder/made"
