#!/bin/sh
# SPDX-License-Identifier: ISC
#
# mkjob.sh BASE BUILD [TARGET] >INITRAMFS
#
# The initramfs of a board's machine: BASE, and behind it what the tests run of
# a build tree, with the libraries that it needs, under the paths that they
# have here; or only the helpers and what the tests of a TARGET run.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
if test $# != 2 && test $# != 3; then
	echo 'usage: mkjob.sh BASE BUILD [TARGET]' >&2
	exit 1
fi
base=$1
build=$2
target=${3-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# The tenders, helpers and guests; what has no magic number is not run there.
find "$build/tenders" "$build/testsuite" \
    \( -name outputs -o -name bench -o -name .libs \) -prune -o \
    -type f \( -perm -u+x -o -path '*/guests/*.*' \) -print |
    while read -r file; do
	case $file in
	*obj | *.c | *.tmp) continue ;;
	*/testsuite/s5* | *".$target" | *"/$target-tender") ;;
	*) test -z "$target" || continue ;;
	esac
	case $(head -c 4 "$file" | tail -c 3) in
	ELF | '!/b') echo "$file" ;;
	esac
    done >"$work/programs"
grep -v '/guests/' "$work/programs" | while read -r file; do
	ldd "$file" 2>/dev/null || :
done | sed -n 's/^[^/]*\(\/[^ ]*\) (0x.*/\1/p' | sort -u >"$work/libraries"

awk '{ print $0 "\t" $0 }' "$work/programs" >"$work/files"
# A library's name may be a link.
while read -r file; do
	printf '%s\t%s\n' "$file" "$(readlink -f "$file")"
done <"$work/libraries" >>"$work/files"
printf '/s5agent\t%s\n' "$build/testsuite/s5agent" >>"$work/files"

# Folders come before what is in them.
awk -F '\t' '{
	n = split($1, part, "/")
	path = ""
	for (i = 2; i < n; i++) {
		path = path "/" part[i]
		if (!(path in seen))
			print path "\t/"
		seen[path] = 1
	}
	print
}' "$work/files" >"$work/list"

cat "$base"
sh "$here/mkcpio.sh" <"$work/list"
