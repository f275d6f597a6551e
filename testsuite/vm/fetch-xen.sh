#!/bin/sh
# SPDX-License-Identifier: ISC
#
# fetch-xen.sh
#
# Puts Debian's Xen, once, beside what boards download, for guests that are its
# first domain: see lib/xen-dom0.sh, which looks there.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=${SOLO5_CACHE-${XDG_CACHE_HOME-$HOME/.cache}/solo5-boards}/xen
mkdir -p "$cache"
test ! -s "$cache/xen" || exit 0

new=$cache/new.$$
trap 'rm -rf "$new"' EXIT
trap 'exit 1' HUP INT TERM
sh "$here/fetch.sh" amd64 "$new" - xen-hypervisor-4.17-amd64
gzip -dc "$new"/system/boot/xen-*.gz >"$new/xen"
mv "$new/xen" "$cache/xen"
