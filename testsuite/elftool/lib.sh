# SPDX-License-Identifier: ISC
# shellcheck shell=sh
#
# lib.sh: what the tests of solo5-elftool share.  A test sources it, calls
# run and the functions that judge what it left, and ends with finish.
#
# ELFTOOL is the program, from the Makefile.  Each test works in a directory
# of its own, which it leaves behind only when it fails.

set -u

: "${ELFTOOL:?is to be set by the Makefile}"

test_name=$(basename "$0" .sh)
test_dir=$PWD/$test_name.dir
checks=0
failures=0

rm -rf "$test_dir"
mkdir "$test_dir" || exit 99
cd "$test_dir" || exit 99

# skip REASON: ends the test as one that cannot be made here.
skip() {
	echo "SKIP: $1"
	cd / && rm -rf "$test_dir"
	exit 77
}

# failed WHAT: counts a failure and shows what there is to see.
failed() {
	failures=$((failures + 1))
	echo "FAIL: $1"
	for f in out err; do
		if [ -s $f ]; then
			echo "--- $f"
			head -n 20 $f
		fi
	done
}

# check WHAT COMMAND...: the command must succeed.
check() {
	what=$1
	shift
	checks=$((checks + 1))
	"$@" || failed "$what: $*"
}

# check_not WHAT COMMAND...: the command must fail.
check_not() {
	what=$1
	shift
	checks=$((checks + 1))
	if "$@"; then
		failed "$what: not $*"
	fi
}

# run ARG...: runs the program; leaves out, err and $status.
run() {
	"$ELFTOOL" "$@" >out 2>err
	status=$?
}

# succeeds WHAT: the last run did, and had nothing to say.
succeeds() {
	check "$1: status" test "$status" -eq 0
	check "$1: no message" test ! -s err
}

# fails WHAT TEXT: the last run failed with the one line TEXT after the
# program's name, and printed nothing.
fails() {
	check "$1: status" test "$status" -eq 1
	check "$1: nothing on stdout" test ! -s out
	check "$1: '$2'" test "$(cat err)" = "solo5-elftool: $2"
}

# is_like TEXT PATTERN: the text matches a pattern of the shell's, all of it.
is_like() {
	# The pattern is one.
	# shellcheck disable=SC2254
	case $1 in
	$2)	return 0 ;;
	*)	return 1 ;;
	esac
}

# fails_like WHAT PATTERN: as fails, with one line that matches a pattern and
# holds nothing that a terminal would act on.
fails_like() {
	check "$1: status" test "$status" -eq 1
	check "$1: nothing on stdout" test ! -s out
	check "$1: '$2'" is_like "$(cat err)" "solo5-elftool: $2"
	check "$1: one line" test "$(wc -l <err)" -eq 1
	check "$1: printable" test -z "$(tr -d '[:print:]\n' <err)"
}

# gives TEXT: the last run printed the text.
gives() {
	check "output is '$1'" test "$(cat out)" = "$1"
}

# devices N: prints a manifest with N devices.
devices() {
	printf '{\n  "type": "solo5.manifest",\n  "version": 1,\n'
	printf '  "devices": [\n'
	i=1
	while [ $i -le "$1" ]; do
		[ $((i % 2)) -eq 0 ] && type=BLOCK_BASIC || type=NET_BASIC
		[ $i -eq "$1" ] && comma= || comma=,
		printf '    { "name": "%s%d", "type": "%s" }%s\n' \
		    device "$i" "$type" "$comma"
		i=$((i + 1))
	done
	printf '  ]\n}\n'
}

# name N: prints a name of N characters.
name() {
	printf "%0$1d" 7
}

finish() {
	cd / || exit 99
	if [ $checks -eq 0 ]; then
		echo "ERROR: $test_name checked nothing"
		exit 99
	fi
	if [ $failures -ne 0 ]; then
		echo "$failures of $checks checks failed; see $test_dir"
		exit 1
	fi
	echo "$checks checks"
	rm -rf "$test_dir"
	exit 0
}
