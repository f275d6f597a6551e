#!/bin/sh
# SPDX-License-Identifier: ISC
#
# runners.sh [ARGUMENTS OF RUNTEST ...]
#
# Runs DejaGnu's runtest, or as many of it at once as RUNNERS says, each with a
# board of its own, that share the scripts of tests: one takes a script by
# making a file of its name in SOLO5_CLAIMS, see lib/solo5.exp.  What each
# leaves is in runners/N in the output folder; together it is where the one
# leaves it, in the same order whoever ran what.

set -u

runners=${RUNNERS:-1}
if test "${1-}" = --version; then
	exec runtest "$@"
fi

out=.
previous=
for word in "$@"; do
	test "$previous" != --outdir || out=$word
	previous=$word
done
folder=$out/runners
rm -rf "$folder"
if test "$runners" -le 1; then
	exec runtest "$@"
fi

# Ends those that are still there; each ends its board.
stop()
{
	# shellcheck disable=SC2086 # a list of numbers
	kill -TERM $pids 2>/dev/null
	wait
	rm -rf "$folder"
	exit 1
}

# One of them.
run()
{
	SOLO5_RUNNER=$1 SOLO5_CLAIMS=$folder/claims
	export SOLO5_RUNNER SOLO5_CLAIMS
	own=$folder/$1
	shift
	exec runtest "$@" --outdir "$own"
}

# What is said below a line of that kind, which each of them prints for all the
# scripts, by the scripts' names.
results()
{
	awk '
		/^Running .*\.exp \.\.\.$/ {
			script = $2
			line = script "\t" $0 "\n"
			next
		}
		/=== .* Summary/ { script = "" }
		script != "" && NF > 0 {
			printf "%s%s\t%s\n", line, script, $0
			line = ""
		}' "$@" |
	    LC_ALL=C sort -s -t "$(printf '\t')" -k 1,1 | cut -f 2-
}

# The numbers of results of each kind.
counts()
{
	awk -F '\t+' '
		/^# of / { if (!($1 in n)) kinds[++k] = $1; n[$1] += $2 }
		END { for (i = 1; i <= k; i++)
			printf "%-24s\t%d\n", kinds[i], n[kinds[i]] }' "$@"
}

# What one of them would have said.
whole()
{
	sed '/^Running .*\.exp \.\.\.$/,$d' "$1"
	results "$@"
	echo
	grep '=== .* Summary' "$1"
	echo
	counts "$@"
	sed '1,/=== .* Summary/d' "$1" | grep -v '^#'
}

mkdir -p "$folder/claims" || exit 1
pids=
trap stop HUP INT TERM
i=0
while test $((i += 1)) -le "$runners"; do
	mkdir "$folder/$i" || exit 1
	run $i "$@" &
	pids="$pids $!"
done
status=0
for pid in $pids; do
	wait "$pid" || status=1
done
whole "$folder"/*/solo5.sum >"$out/solo5.sum"
cat "$folder"/*/solo5.log >"$out/solo5.log"
rm -rf "$folder"
echo
echo 'All of them:'
sed -n '/=== .* Summary/,$p' "$out/solo5.sum"
exit $status
