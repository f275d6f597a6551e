/* SPDX-License-Identifier: ISC */
/*
 * entries.h: the ways into the kernel that this CPU has, for syscall.c.
 */
#ifndef SOLO5_TESTSUITE_CPU_ENTRIES_H
#define SOLO5_TESTSUITE_CPU_ENTRIES_H

#include "guestlib.h"

static inline uint64_t
entry_syscall(uint64_t nr, const uint64_t *args)
{
	register uint64_t x8 __asm__("x8") = nr;
	register uint64_t x0 __asm__("x0") = args[0];
	register uint64_t x1 __asm__("x1") = args[1];
	register uint64_t x2 __asm__("x2") = args[2];
	register uint64_t x3 __asm__("x3") = args[3];
	register uint64_t x4 __asm__("x4") = args[4];
	register uint64_t x5 __asm__("x5") = args[5];

	__asm__ volatile("svc #0"
	    : "+r"(x0)
	    : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
	    : "memory");
	return x0;
}

/* Makes call nr with six arguments through an entry; what it returns. */
static inline uint64_t
cpu_system_call(const char *entry, uint64_t nr, const uint64_t *args)
{
	CHECK(text_equal(entry, "syscall"));
	return entry_syscall(nr, args);
}

#endif /* SOLO5_TESTSUITE_CPU_ENTRIES_H */
