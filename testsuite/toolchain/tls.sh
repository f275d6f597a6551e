#!/bin/sh
# SPDX-License-Identifier: ISC
#
# tls.sh: thread-local storage of all shapes, linked by each linker, and run.

. "${srcdir:-.}/lib.sh"

test -n "${TENDER-}" || skip 'no tender to run it with'

write_manifest
"$cc" -c manifest.c

for linker in $(linkers); do
	for align in 1 2 8 16 64 4096; do
		for sizes in '0 0' '1 0' '13 0' '64 0' '0 1' '0 13' '0 64' \
		    '1 1' '13 5' '8 64' '4097 3' '3 4097'; do
			tdata=${sizes% *}
			tbss=${sizes#* }
			what="$linker, align $align, $tdata + $tbss bytes"
			run "$cc" -O2 -z solo5-abi=spt "$linker" \
			    -DALIGN=$align -DTDATA="$tdata" -DTBSS="$tbss" \
			    "$here/guest/tls.c" manifest.o -o tls
			succeeds "$what: linking"
			run "$TENDER" --mem=4 tls --solo5:quiet
			succeeds "$what"
			same "$what: output" "$(cat out)" ok
		done
	done
done

finish
