#!/bin/sh
# SPDX-License-Identifier: ISC
#
# trap.sh: whatever a unikernel under hvt does wrong, it says so and ends.

. "${srcdir:-.}/lib.sh"

need nm
test -n "${HVTTENDER-}" || skip 'no tender to run it with'

write_manifest
# A KVM that has to emulate does not know vector instructions.
run "$cc" -O1 -mgeneral-regs-only -z solo5-abi=hvt "$here/guest/trap.c" \
    manifest.c -o trap
succeeds 'linking'

# guest OPTION: with no other memory than there has to be.
guest() {
	run timeout 60 "$HVTTENDER" --mem=2 trap --solo5:quiet "$1"
}

guest .
[ "$status" -ne 0 ] && grep -q kvm err && skip "$(cat err)"
check 'nothing wrong: status' test "$status" -eq 0
same 'nothing wrong' "$(cat out)" ''
guest l
check 'no thread pointer: status' test "$status" -eq 0

# faults OPTION TYPE [CR2]: a regular expression for each.
faults() {
	guest "$1"
	same "$1: status" "$status" 255
	hex='0x[0-9a-f]*'
	check "$1: what" grep -q -x -e "Solo5: trap: type=$2 rip=$hex \
rsp=$hex rflags=$hex" out
	check "$1: end" grep -q -x \
	    -e 'Solo5: ABORT: .*[.]c:[0-9]*: Fatal trap' out
	same "$1: lines" "$(wc -l <out)" $((2 + $# / 3))
	if [ $# -eq 3 ]; then
		check "$1: where" grep -q -x -e "Solo5: trap: cr2=$3" out
	fi
}

faults d '#DE ec=0x0'
faults i '#UD ec=0x0'
faults g '#GP ec=0x0'
faults n '#PF ec=0x2' 0x8
faults s '#PF ec=0x2' 0x28
faults t '#PF ec=0x3' '0x10[0-9a-f]*'
faults h '#PF ec=0x11' '0x10[0-9a-f]*000'
faults b '#PF ec=0x2' 0x200000

# The page behind the bindings' variables.
guard=$(nm trap | sed -n 's/^0*\([0-9a-f]*\)000 . _stdata$/\1/p')
guard=0x$(printf '%x' $((0x$guard - 1)))
faults D '#PF ec=0x2' "${guard}ff8"
faults S '#PF ec=0x2' "${guard}..."

# What solo5(7) shows of this is what the sources say.
page=$TOP_SRCDIR/man/solo5.7
for at in $(grep -o 'cpu/[a-z0-9_]*/cpu[.]c:[0-9]*' "$page"); do
	check "$at" sh -c 'sed -n "$2p" "$1" | grep -q "Fatal trap"' sh \
	    "$TOP_SRCDIR/bindings/${at%:*}" "${at#*:}"
done

finish
