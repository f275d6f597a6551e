/* SPDX-License-Identifier: ISC */
/*
 * entries.h: the ways into the kernel that this CPU has, for syscall.c.
 */
#ifndef SOLO5_TESTSUITE_CPU_ENTRIES_H
#define SOLO5_TESTSUITE_CPU_ENTRIES_H

#include "guestlib.h"

static inline uint64_t
entry_syscall(uint64_t nr, const uint64_t *a)
{
	register uint64_t r10 __asm__("r10") = a[3];
	register uint64_t r8 __asm__("r8") = a[4];
	register uint64_t r9 __asm__("r9") = a[5];
	uint64_t ret;

	__asm__ volatile("syscall" : "=a"(ret) : "0"(nr), "D"(a[0]), "S"(a[1]),
	    "d"(a[2]), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
	return ret;
}

static inline uint64_t
entry_int80(uint64_t nr, const uint64_t *a)
{
	uint64_t ret;

	/* rbp is the sixth argument, and none of the constraints. */
	__asm__ volatile("push %%rbp; mov %7, %%rbp; int $0x80; pop %%rbp"
	    : "=a"(ret) : "0"(nr), "b"(a[0]), "c"(a[1]), "d"(a[2]), "S"(a[3]),
	    "D"(a[4]), "r"(a[5]) : "r8", "r9", "r10", "r11", "memory");
	return ret;
}

/* The page of three calls at a fixed address that old programs use. */
static inline uint64_t
entry_vsyscall(uint64_t nr, const uint64_t *a)
{
	uint64_t (*call)(uint64_t, uint64_t);

	call = (uint64_t (*)(uint64_t, uint64_t))(0xffffffffff600000 +
	    nr * 1024);
	return call(a[0], a[1]);
}

/* Makes call nr with six arguments through an entry; what it returns. */
static inline uint64_t
cpu_system_call(const char *entry, uint64_t nr, const uint64_t *args)
{
	if (text_equal(entry, "syscall"))
		return entry_syscall(nr, args);
	if (text_equal(entry, "x32"))
		return entry_syscall(nr | 0x40000000, args);
	if (text_equal(entry, "int80"))
		return entry_int80(nr, args);
	CHECK(text_equal(entry, "vsyscall"));
	return entry_vsyscall(nr, args);
}

#endif /* SOLO5_TESTSUITE_CPU_ENTRIES_H */
