#!/bin/sh
# SPDX-License-Identifier: ISC
#
# xen-domu.sh FOLDER BUILD
#
# Runs guests of the target xen, from a build tree in which "make check" has
# made them, as domains beside a Linux that is Xen's first: by xl, with the
# console's ring, xenconsoled and xenstored.  Prints PASS or FAIL for each.
# FOLDER gets, once, what is downloaded from Debian, about 200 MB.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
test $# = 2 || { echo 'usage: xen-domu.sh FOLDER BUILD' >&2; exit 1; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
guests=$(cd "$2/testsuite/guests" && pwd)
packages=$folder/packages
root=$folder/root

if ! test -d "$packages"; then
	rm -rf "$folder/new"
	sh "$here/fetch.sh" amd64 "$folder/new" linux-image-amd64 bash \
	    coreutils dash findutils grep gzip kmod mount sed util-linux \
	    xen-hypervisor-4.17-amd64 xen-utils-4.17
	mv "$folder/new" "$packages"
fi

rm -rf "$root"
mkdir "$root"
cp -a "$packages/system/." "$root"
rm -rf "${root:?}/boot" "${root:?}/usr/share" "$root"/usr/lib/*/perl* \
    "$root"/usr/lib/*/gconv "$root"/usr/lib/python3* "$root/usr/lib/debug"
mkdir -p "$root/dev" "$root/run" "$root/guests" "$root/modules" "$root/proc" \
    "$root/sys" "$root/tmp" "$root/var/lib/xen" "$root/var/log/xen/console"
ln -sf dash "$root/bin/sh"
cp "$guests"/*.xen "$root/guests"
n=10
for name in xen-privcmd xenfs xen-evtchn xen-gntdev xen-gntalloc; do
	file=$(find "$packages/kernel" -name "$name.ko*" | head -n 1)
	case $file in
	*.xz)	xz -dc "$file" >"$root/modules/$n-$name.ko" ;;
	*.ko)	cp "$file" "$root/modules/$n-$name.ko" ;;
	esac
	n=$((n + 1))
done

cat >"$root/init" <<'END'
#!/bin/sh
xen=/usr/lib/xen-4.17/bin
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$xen
LD_LIBRARY_PATH=/usr/lib/xen-4.17/lib/x86_64-linux-gnu
export PATH LD_LIBRARY_PATH
mount -t devtmpfs none /dev
mount -t proc none /proc
mount -t sysfs none /sys
mkdir -p /dev/pts /run/lock /run/xen /run/xenstored /var/lock /var/run/xen \
    /var/run/xenstored
mount -t devpts none /dev/pts
for module in /modules/*; do
	insmod "$module"
done
mount -t xenfs none /proc/xen
$xen/xenstored --pid-file /run/xenstored.pid
sleep 1
$xen/xen-init-dom0 >/dev/null
$xen/xenconsoled --log=all

# domain NAME GUEST ARGUMENTS: leaves its output in "out", and its end there.
domain() {
	cat >/tmp/cfg <<-EOF
	name = "$1"
	type = "pvh"
	kernel = "/guests/$2.xen"
	cmdline = "$3"
	memory = 32
	on_poweroff = "destroy"
	on_crash = "destroy"
	EOF
	timeout 100 $xen/xl create -F /tmp/cfg </dev/null >/tmp/xl 2>&1
	sleep 0.3
	{
		tr -d '\r' <"/var/log/xen/console/guest-$1.log"
		grep -o 'reason code [0-9]*' /tmp/xl
	} >/tmp/out
}

# result NAME COMMAND...
result() {
	name=$1
	shift
	if "$@" >/dev/null; then
		echo "PASS: xen domain: $name"
	else
		echo "FAIL: xen domain: $name"
		tail -n 5 /tmp/out /tmp/xl
	fi
}

domain own xenstore
result 'its own name, from xenstore' grep -qx 'name own' /tmp/out
result 'power-off' grep -qx 'reason code 0' /tmp/out
domain args hello '--solo5:quiet a b'
result 'command line' grep -qx "command line: 'a b'" /tmp/out
domain smash smash '--solo5:quiet 64'
result 'crash' grep -qx 'reason code 3' /tmp/out
for access in 'write text' 'write rodata' 'exec heap' 'read 0x8'; do
	domain prot prot "--solo5:quiet $access"
	result "no $access" grep -q '^Solo5: trap: type=#PF' /tmp/out
	rm -f /var/log/xen/console/guest-prot.log
done
domain console console '--solo5:quiet 65536 997'
tr -d '\r' </var/log/xen/console/guest-console.log >/tmp/text
result '64 KiB' test "$(cksum </tmp/text)" = '@CKSUM@'
echo 'xen domain: done'
echo o >/proc/sysrq-trigger
sleep 60
END
chmod 755 "$root/init"

# What the guest "console" writes; our reading drops carriage returns.
sum=$(awk 'BEGIN {
	for (i = 0; i < 65536; i++)
		printf "%03o\n", (i + int(i / 256)) % 256
}' | grep -v '^015$' | sed 's/^/\\0/' | tr -d '\n' |
    { read -r octal || :; printf '%b' "$octal"; } | cksum)
sed "s/@CKSUM@/$sum/" "$root/init" >"$root/init.tmp"
mv "$root/init.tmp" "$root/init"
chmod 755 "$root/init"

(cd "$root" && find . ! -name . | sort | awk '{ print $0 "\t" $0 }' |
    sed 's,^\./,,' | sh "$here/mkcpio.sh") >"$folder/initrd"
gzip -dc "$packages"/system/boot/xen-*.gz >"$folder/xen"
vmlinuz=$(find "$packages/kernel/boot" -name 'vmlinuz-*')

timeout 900 qemu-system-x86_64 -accel tcg,thread=single -M pc \
    -cpu EPYC,-smap,-monitor -m 1024 -nodefaults -display none -no-reboot \
    -serial "file:$folder/console" -kernel "$folder/xen" \
    -append 'console=com1 com1=115200,8n1 dom0_mem=600M loglvl=warning' \
    -initrd "$vmlinuz console=hvc0 quiet panic=-1,$folder/initrd" \
    </dev/null 2>"$folder/err" || :
tr -d '\r' <"$folder/console" >"$folder/result"
sed -n '/^PASS: /p; /^FAIL: /,/^[PF]A/p' "$folder/result"
grep -q '^xen domain: done' "$folder/result" &&
    ! grep -q '^FAIL: ' "$folder/result"
