#!/bin/sh
# SPDX-License-Identifier: ISC
#
# mkcpio.sh <LIST >ARCHIVE
#
# Writes an archive of the form "newc", which Linux takes for an initramfs, and
# needs neither cpio(1) nor root.  Each line of LIST is "NAME<tab>FILE": what
# the archive calls it, and what it is here: a file, a folder or a symbolic
# link.  Everything belongs to root.  Archives may follow one another in one
# initramfs, and what comes later replaces what was before.

LC_ALL=C
export LC_ALL
tab=$(printf '\t')
nr=0

fail()
{
	echo "mkcpio.sh: $*" >&2
	exit 1
}

# Zeroes from a size to the next multiple of 4.
pad()
{
	case $(($1 % 4)) in
	1) printf '\0\0\0' ;;
	2) printf '\0\0' ;;
	3) printf '\0' ;;
	esac
}

# header NAME MODE SIZE; the numbers are those of cpio's own format.
header()
{
	nr=$((nr + 1))
	printf '070701%08X%08X%08X%08X%08X%08X%08X' $nr "$2" 0 0 1 0 "$3"
	printf '%08X%08X%08X%08X%08X%08X' 0 0 0 0 $((${#1} + 1)) 0
	printf '%s\0' "$1"
	pad $((110 + ${#1} + 1))
}

entry()
{
	if test -h "$2"; then
		to=$(readlink "$2") || fail "$2: cannot be read"
		header "$1" $((0120777)) ${#to}
		printf %s "$to"
		pad ${#to}
	elif test -d "$2"; then
		header "$1" $((0040755)) 0
	elif test -f "$2"; then
		mode=$((0100644))
		test -x "$2" && mode=$((0100755))
		size=$(wc -c <"$2") || fail "$2: cannot be read"
		header "$1" $mode "$size"
		cat "$2" || fail "$2: cannot be read"
		pad "$size"
	else
		fail "$2: no file, folder or symbolic link"
	fi
}

while IFS=$tab read -r name file; do
	entry "${name#/}" "$file"
done || exit 1
header 'TRAILER!!!' 0 0
