#!/bin/sh
# SPDX-License-Identifier: ISC
#
# crafted.sh: each bad file that the tests of libsolo5-elf make is refused for
# its reason, by the query that meets it, and each good one is taken.

. "${srcdir:-.}/lib.sh"

[ -x "${ELF_CRAFT:-}" ] || skip "no elf_craft; it comes with the tests in elf/"

tab=$(printf '\t')

mkdir bad good
check 'make bad files' "$ELF_CRAFT" bad bad
check 'make good files' "$ELF_CRAFT" good good
cd bad || exit 99

# ask COMMAND NAME REASON: either the query is done, with a tidy answer, or it
# is refused for the reason.  Leaves $status.
ask() {
	run "$1" "$2"
	if [ $status -eq 0 ]; then
		succeeds "$1 $2"
		check "$1 $2: nothing strange" \
		    test -z "$(tr -d 'A-Za-z0-9 {}[]":,._\n' <out)"
	else
		fails "$1 $2" "$2: $3"
	fi
}

rows=0
while IFS=$tab read -r name reason; do
	rows=$((rows + 1))
	ask query-manifest "$name" "$reason"
	first=$status
	ask query-abi "$name" "$reason"
	if [ $((first + status)) -eq 0 ]; then
		echo "$reason" >>taken
	fi
done <index
check 'there were bad files' test $rows -ge 60

# A query has no memory into which a unikernel might not fit.
sort -u taken >../taken
cat >../expected <<'END'
executable does not fit into guest memory
segments of different protection are in one page of the host
END
check 'files that both queries take' cmp -s ../taken ../expected

cd ../good || exit 99
rows=0
while IFS=$tab read -r name reason; do
	rows=$((rows + 1))
	for command in query-manifest query-abi; do
		run $command "$name"
		if [ $command-$name = query-abi-abi-unknown-target ]; then
			fails "$command $name" "$name: unknown target 7"
		else
			succeeds "$command $name"
		fi
	done
done <index
check 'there were good files' test $rows -ge 5

finish
