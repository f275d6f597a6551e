#!/bin/sh
# SPDX-License-Identifier: ISC
#
# fuzz.sh: runs the fuzzer for FUZZ_TIME seconds, 15 if that is not set, from
# seeds that elf_craft makes; before that on every crafted file as it is, and
# on whatever unikernels this build has made.  What makes it fail is left in
# fuzz.dir/crash-*, to be given to ./fuzz_elf as an argument.

if test ! -x ./fuzz_elf; then
	echo 'no compiler with -fsanitize=fuzzer'
	exit 77
fi
rm -rf fuzz.dir
for dir in bad good seeds corpus; do
	mkdir -p fuzz.dir/$dir || exit 99
done
for kind in bad good seeds; do
	./elf_craft $kind fuzz.dir/$kind || exit 99
done

fuzz() {
	./fuzz_elf -artifact_prefix=fuzz.dir/ "$@" >fuzz.dir/log 2>&1
	fuzz_status=$?
	grep -v -E '^(#|Running:|Executed)' fuzz.dir/log | tail -n 40
	if test $fuzz_status -ne 0; then
		echo "fuzz_elf: status $fuzz_status; see fuzz.dir"
		exit 1
	fi
}

set -- fuzz.dir/bad/* fuzz.dir/good/*
for file in "${top_builddir:?}"/examples/*/*.spt \
    "$top_builddir"/testsuite/guests/*.spt; do
	test -f "$file" && set -- "$@" "$file"
done
echo "$# files as they are"
fuzz "$@"
fuzz -seed="${FUZZ_SEED-1}" -max_total_time="${FUZZ_TIME-15}" -max_len=4096 \
    -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
    fuzz.dir/corpus fuzz.dir/seeds
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' fuzz.dir/log)
echo "$runs runs"
# One that stops at once has found nothing, because it has not looked.
test "${runs:-0}" -ge 1000 || exit 1
rm -rf fuzz.dir
