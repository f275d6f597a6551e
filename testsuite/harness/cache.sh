#!/bin/sh
# SPDX-License-Identifier: ISC
#
# cache.sh: what boards boot is made once, whole or not at all, whoever is
# killed meanwhile and however many want it at once.

. "${srcdir:-.}/lib.sh"
not_if_short
need cksum flock sort

vm=$TESTSUITE/vm
cache=$test_dir/cache
SOLO5_MIRROR=http://127.0.0.1:9/debian
export SOLO5_MIRROR

# make MODULES: prints the folder; with packages that are none of Debian's.
make() {
	sh "$vm/mkbase.sh" "$cache" none linux-none "$1" one two
}

whole() {
	test -s "$1/vmlinuz" && test -s "$1/base.cpio" &&
	    tail -c 200 "$1/base.cpio" | tr -d '\0' | grep -q 'TRAILER!!!$'
}

# What is complete has its name, and nothing else has.
all_whole() {
	for folder in "$cache"/image-*; do
		test ! -e "$folder" || whole "$folder" || return 1
	done
}

no_packages() {
	test -z "$(find "$cache" -name 'packages-*')"
}

# A mirror that is not there: a reason, and nothing that looks like packages.
if command -v apt-get >/dev/null; then
	make '' >out 2>err
	check 'no mirror: status' test $? -ne 0
	check 'no mirror: a reason' grep -q '^fetch.sh: ' err
	check 'no mirror: nothing is made' no_packages
fi

# The packages, under the name that depends on what was asked for.
packages=$cache/packages-$({
	echo 'none linux-none one two' && cat "$vm/fetch.sh"
} | cksum | tr ' ' -)
mkdir -p "$packages/system/bin" "$packages/kernel/boot" \
    "$packages/kernel/drivers"
echo kernel >"$packages/kernel/boot/vmlinuz-1"
for name in a b c d; do
	echo $name >"$packages/kernel/drivers/$name.ko"
done
i=0
while test $((i += 1)) -le 50; do
	echo $i >"$packages/system/bin/program$i"
done

check 'made' make 'a b' >out 2>err
check 'made: nothing is said' test ! -s err
check 'made: whole' whole "$(cat out)"
check 'modules in their order' grep -q -a 'modules/10-a.ko' \
    "$(cat out)/base.cpio"
check 'not made again' test "$(make 'a b')" = "$(cat out)"
check 'something else is elsewhere' test "$(make 'b a')" != "$(cat out)"
check 'and the first still there' whole "$(cat out)"
check 'no such module' test "$(make e 2>&1)" = \
    'mkbase.sh: the kernel has no module e'

# Several at once make one.
for n in 1 2 3 4; do
	make 'a b c' >out.$n 2>err.$n &
done
wait
check 'at once: the same' test "$(cat out.? | sort -u | wc -l)" -eq 1
check 'at once: whole' whole "$(cat out.1)"
check 'at once: nothing is said' test -z "$(cat err.?)"

# Killed at any time.
for seconds in 0.01 0.02 0.04 0.08 0.16 0.32; do
	make "a b c d" >out.k 2>&1 &
	pid=$!
	sleep $seconds
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	check "killed after $seconds s: nothing is half" all_whole
done
folder=$(make "a b c d")
check 'after that: whole' whole "$folder"
check 'after that: nothing is left' test ! -e "$cache/new"

finish
