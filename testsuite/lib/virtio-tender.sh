#!/bin/sh
# SPDX-License-Identifier: ISC
#
# virtio-tender: solo5-virtio-run, called as a tender is.
#
#	virtio-tender [--mem=N] [--net:NAME=TAP] [--net-mac:NAME=MAC]
#	    [--block:NAME=FILE] [--block-sector-size:NAME=N] [--] UNIKERNEL
#	    [ARG ...]
#
# Devices are attached in the order of the manifest.  An Ethernet address and
# a size of blocks, which solo5-virtio-run has no options for, become those of
# all devices.  VIRTIO says which kind of device: legacy, transitional, modern,
# mmio, mmio-legacy, or mmio-acpi, of which only ACPI tells; unless it is set,
# the name does by which this is called.  With VIRTIO_READONLY, disks cannot be
# written to; VIRTIO_ERRORS is a file that says which errors they have, as
# QEMU's blkdebug is told.

set -u

# In QEMU's place: what is known here, too.
if [ -n "${VIRTIO_GLOBALS-}" ]; then
	n=$#
	while [ $n -gt 0 ]; do
		word=$1
		shift
		case $word in
		virtio-net-*)
			[ -z "$VIRTIO_MAC" ] ||
			    word=$(printf '%s\n' "$word" |
				sed "s/mac=[^,]*/mac=$VIRTIO_MAC/") ;;
		microvm,acpi=off*)
			[ "$VIRTIO" != mmio-acpi ] ||
			    word=microvm,acpi=on${word#microvm,acpi=off} ;;
		virtio_mmio.device=*)
			[ "$VIRTIO" != mmio-acpi ] ||
			    word=$(printf '%s\n' "$word" |
				sed 's/virtio_mmio[^ ]* //g') ;;
		if=none,*)
			[ -z "${VIRTIO_READONLY-}" ] ||
			    word=$word,readonly=on
			[ -z "${VIRTIO_ERRORS-}" ] ||
			    word=$(printf '%s\n' "$word" |
				sed "s,file=,&blkdebug:$VIRTIO_ERRORS:,") ;;
		esac
		set -- "$@" "$word"
		n=$((n - 1))
	done
	# shellcheck disable=SC2086 # a list of words
	exec qemu-system-x86_64 $VIRTIO_GLOBALS "$@"
fi

nl='
'
mem=64
attached=
mac=
globals="-name test"
machine=pc

while [ $# -gt 0 ]; do
	case $1 in
	--mem=*)
		mem=${1#*=} ;;
	--net:*)
		attached="$attached${1#--net:}$nl" ;;
	--block:*)
		attached="$attached${1#--block:}$nl" ;;
	--net-mac:*)
		mac=${1#*=} ;;
	--block-sector-size:*)
		globals="$globals -global virtio-blk-device"
		globals="$globals.logical_block_size=${1#*=}"
		globals="$globals -global virtio-blk-device"
		globals="$globals.physical_block_size=${1#*=}" ;;
	--)
		shift
		break ;;
	-*)
		echo "virtio-tender: Invalid option: '$1'" >&2
		exit 1 ;;
	*)
		break ;;
	esac
	shift
done

if [ -z "${VIRTIO-}" ]; then
	case $0 in
	*-legacy)	VIRTIO=legacy ;;
	*-microvm)	VIRTIO=mmio ;;
	*-modern)	VIRTIO=modern ;;
	*)		VIRTIO=transitional ;;
	esac
fi
export VIRTIO
case $VIRTIO in
legacy)		globals="$globals -global virtio-pci.disable-modern=on" ;;
modern)		globals="$globals -global virtio-pci.disable-legacy=on" ;;
mmio | mmio-acpi)	machine=microvm ;;
mmio-legacy)	machine=microvm
		globals="$globals -global virtio-mmio.force-legacy=on" ;;
esac

# Firmware, and what it leaves us, are in there as well.
[ "$mem" -ge 8 ] || mem=8

unikernel=$1
shift
set -- -- "$unikernel" -- "$@"
words=
while read -r name type; do
	file=$(printf '%s' "$attached" | sed -n "s/^$name=//p" | tail -n 1)
	[ -n "$file" ] || continue
	case $type in
	NET_BASIC)	words="$words -n $file" ;;
	BLOCK_BASIC)	words="$words -d $file" ;;
	esac
done <<END
$("$BUILD/tools/elftool/solo5-elftool" query-manifest "$unikernel" |
    sed -n 's/.*"name": "\(.*\)", "type": "\(.*\)".*/\1 \2/p')
END

VIRTIO_GLOBALS=$globals
VIRTIO_MAC=$mac
QEMU=$0
export VIRTIO_GLOBALS VIRTIO_MAC QEMU
# shellcheck disable=SC2086 # a list of words
exec "$BUILD/tools/virtio/solo5-virtio-run" -q -H qemu -M $machine -m "$mem" \
    $words "$@"
