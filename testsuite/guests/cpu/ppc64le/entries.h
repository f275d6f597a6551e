/* SPDX-License-Identifier: ISC */
/*
 * entries.h: the ways into the kernel that this CPU has, for syscall.c.
 */
#ifndef SOLO5_TESTSUITE_CPU_ENTRIES_H
#define SOLO5_TESTSUITE_CPU_ENTRIES_H

#include "guestlib.h"

/* Each has its own instruction, and its own way to tell of an error. */
#define ENTRY(name, insn)						\
static inline uint64_t							\
name(uint64_t nr, const uint64_t *args)					\
{									\
	register uint64_t r0 __asm__("r0") = nr;			\
	register uint64_t r3 __asm__("r3") = args[0];			\
	register uint64_t r4 __asm__("r4") = args[1];			\
	register uint64_t r5 __asm__("r5") = args[2];			\
	register uint64_t r6 __asm__("r6") = args[3];			\
	register uint64_t r7 __asm__("r7") = args[4];			\
	register uint64_t r8 __asm__("r8") = args[5];			\
									\
	__asm__ volatile(insn						\
	    : "+r"(r0), "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6),		\
	    "+r"(r7), "+r"(r8)						\
	    :								\
	    : "r9", "r10", "r11", "r12", "cr0", "cr1", "cr5", "cr6",	\
	    "cr7", "ctr", "lr", "xer", "memory");			\
	return r3;							\
}

ENTRY(entry_sc, "sc\n\tbns+ 1f\n\tneg 3, 3\n1:")
ENTRY(entry_scv, ".long 0x44000001")

/* Makes call nr with six arguments through an entry; what it returns. */
static inline uint64_t
cpu_system_call(const char *entry, uint64_t nr, const uint64_t *args)
{
	if (text_equal(entry, "syscall"))
		return entry_sc(nr, args);
	CHECK(text_equal(entry, "scv"));
	return entry_scv(nr, args);
}

#endif /* SOLO5_TESTSUITE_CPU_ENTRIES_H */
