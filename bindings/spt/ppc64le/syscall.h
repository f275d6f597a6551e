/* SPDX-License-Identifier: ISC */
/*
 * syscall.h: Linux system calls on ppc64le, and what is the CPU's about them.
 *
 * The syscall.h of every CPU defines the same names.
 */
#ifndef SOLO5_SPT_SYSCALL_H
#define SOLO5_SPT_SYSCALL_H

#include <stdbool.h>
#include <stdint.h>

#include "cpu.h"

#define SYS_READ		3
#define SYS_WRITE		4
#define SYS_PREAD64		179
#define SYS_PWRITE64		180
#define SYS_EXIT_GROUP		234
#define SYS_CLOCK_GETTIME	246
#define SYS_EPOLL_PWAIT		303
#define SYS_TIMERFD_SETTIME	311

/* clock_gettime() in the vDSO, and the version of that symbol. */
#define VDSO_CLOCK_GETTIME	"__kernel_clock_gettime"
#define VDSO_VERSION		"LINUX_2.6.15"

#define EPOLL_EVENT_PACKED

/*
 * By sc, which every kernel and every CPU has.  An error is a positive number
 * and a bit of CR0; the registers of arguments may have changed afterwards.
 */
static inline long
syscall_6(long nr, long a, long b, long c, long d, long e, long f)
{
	register long r0 __asm__("r0") = nr;
	register long r3 __asm__("r3") = a;
	register long r4 __asm__("r4") = b;
	register long r5 __asm__("r5") = c;
	register long r6 __asm__("r6") = d;
	register long r7 __asm__("r7") = e;
	register long r8 __asm__("r8") = f;

	__asm__ volatile(
	    "sc\n\t"
	    "bns+ 1f\n\t"
	    "neg 3, 3\n"
	    "1:"
	    : "+r"(r0), "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7),
	    "+r"(r8)
	    :
	    : "r9", "r10", "r11", "r12", "cr0", "ctr", "xer", "memory");
	return r3;
}

/* Arguments that there are not may be anything, and are nothing. */

static inline long
syscall_1(long nr, long a)
{
	return syscall_6(nr, a, 0, 0, 0, 0, 0);
}

static inline long
syscall_2(long nr, long a, long b)
{
	return syscall_6(nr, a, b, 0, 0, 0, 0);
}

static inline long
syscall_3(long nr, long a, long b, long c)
{
	return syscall_6(nr, a, b, c, 0, 0, 0);
}

static inline long
syscall_4(long nr, long a, long b, long c, long d)
{
	return syscall_6(nr, a, b, c, d, 0, 0);
}

/* The thread pointer is a register that everybody may write. */
static inline bool
syscall_set_tls_base(uintptr_t base)
{
	return cpu_set_tls_base(base);
}

#endif /* SOLO5_SPT_SYSCALL_H */
