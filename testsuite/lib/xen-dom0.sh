#!/bin/sh
# SPDX-License-Identifier: ISC
#
# xen-dom0 [--mem=MIB] [--] KERNEL [ARG ...]
#
# Runs a guest of the target xen as the first domain of a real Xen, in QEMU,
# which emulates a CPU with what Xen needs for domains of this kind.  Prints
# what the guest prints, but for carriage returns, and exits with 0 if the
# guest has switched the machine off, 255 if it has crashed, and 1 otherwise:
# the status of a guest is lost.
#
# The hypervisor is $SOLO5_XEN, or what vm/fetch-xen.sh or the board qemu-xen
# has downloaded, or what this machine boots.  With no argument only tells
# whether there is one.

set -u

fail()
{
	echo "xen-dom0: $*" >&2
	exit 1
}

# Prints where a hypervisor is.
find_xen()
{
	cache=${SOLO5_CACHE-${XDG_CACHE_HOME-$HOME/.cache}/solo5-boards}
	for file in "${SOLO5_XEN-}" "$cache"/xen/xen \
	    "$cache"/qemu-xen/image-*/hypervisor /boot/xen-*.gz; do
		if test -f "$file"; then
			echo "$file"
			return
		fi
	done
	fail 'there is no hypervisor; testsuite/vm/fetch-xen.sh downloads one'
}

mem=64
while test $# -gt 0; do
	case $1 in
	--mem=*)	mem=${1#--mem=} ;;
	--)		shift; break ;;
	-*)		fail "no such option: $1" ;;
	*)		break ;;
	esac
	shift
done
# What Xen needs to build a domain at all.
test "$mem" -ge 64 || mem=64

xen=$(find_xen) || exit 1
command -v qemu-system-x86_64 >/dev/null || fail 'there is no QEMU'
test $# -gt 0 || exit 0
kernel=$1
shift

work=$(mktemp -d) || exit 1
machine=
# shellcheck disable=SC2317 # the traps call it
finish()
{
	test -z "$machine" || kill "$machine" 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

case $xen in
*.gz)	gzip -dc "$xen" >"$work/xen" && xen=$work/xen || exit 1 ;;
esac
mkfifo "$work/console" || exit 1

qemu-system-x86_64 -accel tcg,thread=single -M pc -cpu EPYC,-smap,-monitor \
    -m $((mem + 384)) -nodefaults -display none -no-reboot -serial stdio \
    -kernel "$xen" -initrd "$kernel" -append "console=com1 com1=115200,8n1 \
dom0=pvh dom0_mem=${mem}M dom0-iommu=none loglvl=warning -- $*" \
    </dev/null 2>"$work/err" >"$work/console" &
machine=$!

# Everything from the first line that is not Xen's, up to Xen's last word.  This
# is read line by line, as QEMU does not end.
cr=$(printf '\r')
begun=no
status=1
while IFS= read -r line; do
	line=${line%"$cr"}
	case $line in
	*'(XEN) Hardware Dom0 halted'*)		status=0 && break ;;
	*'(XEN) Hardware Dom0 crashed'*)	status=255 && break ;;
	'(XEN) '*Panic*)			break ;;
	'(XEN) Freed '*)			begun=yes ;;
	'(XEN) '*)				;;
	*)
		test $begun = no || printf '%s\n' "$line"
	esac
done <"$work/console"
if test $status = 1; then
	grep -v "TCG doesn't support" "$work/err" >&2
fi
exit $status
