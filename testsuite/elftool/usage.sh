#!/bin/sh
# SPDX-License-Identifier: ISC
#
# usage.sh: help, version, and what is not a command.

. "${srcdir:-.}/lib.sh"

# misused TEXT ARG...: the arguments are refused with TEXT and a pointer.
misused() {
	text=$1
	shift
	run "$@"
	fails "$*" "$text
See solo5-elftool --help."
}

run --help
succeeds --help
check 'usage' grep -q '^usage: solo5-elftool gen-manifest SRC OUT$' out
for c in gen-manifest query-manifest query-abi; do
	check "usage has $c" grep -q "^[ u].*solo5-elftool $c " out
	run $c --help
	succeeds "$c --help"
done
run --version
succeeds --version
gives "solo5-elftool version v$VERSION"

misused 'missing command'
misused "unknown command: 'gen'" gen
misused "unknown command: '-'" - a
misused "unknown command: ''" ''
misused "invalid option: '-x'" -x
misused "invalid option: '--'" --
misused "invalid option: '--helpful'" --helpful
misused "invalid option: '-o'" gen-manifest -o a
misused 'gen-manifest: wants SRC OUT' gen-manifest
misused 'gen-manifest: wants SRC OUT' gen-manifest a
misused 'gen-manifest: wants SRC OUT' gen-manifest a b c
misused 'gen-manifest: wants SRC OUT' gen-manifest -- a
misused 'query-manifest: wants FILE' query-manifest
misused 'query-manifest: wants FILE' query-manifest a b
misused 'query-abi: wants FILE' query-abi
misused 'query-abi: wants FILE' query-abi -- a b

# Behind -- a name may begin with a dash.
devices 2 >-m.json
run gen-manifest -- -m.json -m.c
succeeds 'names with a dash'
check 'output' test -s ./-m.c

if [ -c /dev/full ]; then
	for o in --help --version; do
		"$ELFTOOL" $o >/dev/full 2>err
		status=$?
		: >out
		fails "$o >/dev/full" \
		    '<stdout>: cannot write: No space left on device'
	done
fi

finish
