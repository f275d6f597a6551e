#!/bin/sh
# SPDX-License-Identifier: ISC
#
# cpus.sh: what is chosen by CPU defines the same names for each.  A name that
# one of the headers defines, and that is used where no CPU is known, must be
# defined by all of them.

. "${srcdir:-.}/lib.sh"

: "${TOP_SRCDIR:?is to be set by the Makefile}"

# The names that are the CPU's.
names='\(cpu\|CPU\|syscall\|SYS\|VDSO\|EPOLL\|hypercall\|machine\|MACHINE\)_'

# defines FILE: functions, macros, structures and objects; in Tcl, variables.
defines() {
	sed -n \
	    -e 's/^#define[ 	]*\([A-Za-z_0-9]*\).*/\1/p' \
	    -e 's/^struct \([a-z_0-9]*\) {.*/\1/p' \
	    -e 's/^\(array \)*set \([a-z_]*\) .*/\2/p' \
	    -e 's/^\(static inline .*[ *]\)*\([a-z_0-9]*\)(.*/\2/p' \
	    -e 's/^[a-z].*[ *]\([a-z_0-9]*\)(.*);$/\1/p' "$1" |
	    grep "^$names" | sort -u
}

# alike USERS HEADER ...: with the names that USERS, a list of files, use.
alike() {
	# shellcheck disable=SC2086 # a list
	cat $1 | tr -cs 'A-Za-z_0-9' '\n' | sort -u >used
	shift
	: >some
	for h in "$@"; do
		defines "$h" >>some
	done
	sort -u some | comm -12 - used >wanted
	check "${1#"$TOP_SRCDIR/"}: some names" test -s wanted
	for h in "$@"; do
		defines "$h" | comm -13 - wanted >missing
		same "${h#"$TOP_SRCDIR/"} lacks" "$(cat missing)" ''
	done
}

b=$TOP_SRCDIR/bindings
alike "$(echo "$b"/common/*.[ch] "$b"/stub/*.c "$b"/spt/*.[ch])" \
    "$b"/cpu/*/cpu.h
alike "$(echo "$b"/spt/*.[ch])" "$b"/spt/*/syscall.h
alike "$(echo "$b"/hvt/*.[ch])" "$b"/hvt/*/hypercall.h

# Of those only that have an hvt.
headers=
for h in "$b"/hvt/*/hypercall.h; do
	cpu=${h%/*}
	headers="$headers $b/cpu/${cpu##*/}/cpu.h"
done
# shellcheck disable=SC2086 # a list
alike "$(echo "$b"/hvt/*.[ch] "$b"/clock/*.[ch] "$b"/common/*.[ch])" $headers

t=$TOP_SRCDIR/tenders/spt
alike "$(echo "$t"/*.[ch])" "$t"/cpu/*/cpu.h
alike "$(echo "$t"/*.[ch])" "$t"/cpu/*/calls.h

s=$TOP_SRCDIR/testsuite
# Some guests are hvt's alone.
guests=$(grep -L -e cpu_hypercall "$s"/guests/*.[ch])
for h in cpu entries fpu; do
	alike "$guests" "$s"/guests/cpu/*/$h.h
done
alike "$(echo "$s"/lib/*.[ch])" "$s"/lib/cpu/*/cpu.h
alike "$(echo "$s"/spt/*.[ch])" "$s"/spt/cpu/*/machine.h
alike "$(echo "$s"/lib/*.exp "$s"/solo5.*/*.exp)" "$s"/lib/cpu/*/cpu.exp

# A header that lacks one is noticed.
mkdir -p a b
printf '#define CPU_NAME 1\nstatic inline int\ncpu_name(void)\n' >a/cpu.h
printf '#define CPU_NAME 1\n' >b/cpu.h
printf 'int x = CPU_NAME, y = cpu_name();\n' >user.c
same 'a name that only one has' "$(alike user.c a/cpu.h b/cpu.h |
    grep -e '^FAIL' -e '^cpu_name')" 'FAIL: b/cpu.h lacks: not as it should be
cpu_name'

finish
