#!/bin/sh
# SPDX-License-Identifier: ISC
#
# ld.sh: T-ld links a unikernel if it is told to, and else nothing of ours.
# T-objcopy is objcopy.

. "${srcdir:-.}/lib.sh"

write_app
write_manifest
"$cc" -c app.c
"$cc" -c manifest.c

run "$ld"
same 'no argument: status' "$status" 1
same 'no argument' "$(cat err)" "$T-ld: No input files. Compilation terminated."
same '--version' "$("$ld" --version | head -n 1)" \
    "$($TARGET_LD --version | head -n 1)"

run "$ld" -z solo5-abi=spt app.o manifest.o -o first
succeeds 'option first'
run "$ld" app.o manifest.o -o last -z solo5-abi=spt
succeeds 'option last'
check 'the same' cmp first last
run "$ld" -z solo5-abi=nil app.o manifest.o -z solo5-abi=spt -o twice
succeeds 'option twice'
check 'the same' cmp first twice
run "$cc" -z solo5-abi=spt app.o manifest.o -o by-cc
succeeds 'by cc'
check 'as by cc' cmp first by-cc

run "$ld" -z solo5-abi=nil app.o -o nil
fails 'unknown target' 'solo5_nil\.lds'

run "$ld" -r app.o manifest.o -o both.o
succeeds 'partial linking'
check_not 'nothing of ours without the option' \
    sh -c 'nm both.o | grep -q solo5_exit'
run "$ld" app.o -o plain -e solo5_app_main
succeeds 'plain linking'
check_not 'nothing of ours without the option' \
    sh -c 'nm plain | grep -q solo5_exit'

cat >mul.c <<'EOF'
typedef unsigned u128 __attribute__((mode(TI)));
u128 divide(u128 a, u128 b);
u128 divide(u128 a, u128 b) { return a / b; }
EOF
"$cc" -c mul.c -o mul.o
run "$ld" -z solo5-abi=spt app.o manifest.o mul.o -lgcc -o mul
succeeds '-lgcc'

same 'objcopy is objcopy' "$("$objcopy" --version)" \
    "$($TARGET_OBJCOPY --version)"
run "$objcopy" -O binary -j .data app.o 'a file'
succeeds 'objcopy with words'
check 'objcopy with words' test -e 'a file'

finish
