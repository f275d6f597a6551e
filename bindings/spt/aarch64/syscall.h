/* SPDX-License-Identifier: ISC */
/*
 * syscall.h: Linux system calls on aarch64, and what is the CPU's about them.
 *
 * The syscall.h of every CPU defines the same names.
 */
#ifndef SOLO5_SPT_SYSCALL_H
#define SOLO5_SPT_SYSCALL_H

#include <stdbool.h>
#include <stdint.h>

#include "cpu.h"

#define SYS_EPOLL_PWAIT		22
#define SYS_READ		63
#define SYS_WRITE		64
#define SYS_PREAD64		67
#define SYS_PWRITE64		68
#define SYS_TIMERFD_SETTIME	86
#define SYS_EXIT_GROUP		94
#define SYS_CLOCK_GETTIME	113

/* clock_gettime() in the vDSO, and the version of that symbol. */
#define VDSO_CLOCK_GETTIME	"__kernel_clock_gettime"
#define VDSO_VERSION		"LINUX_2.6.39"

#define EPOLL_EVENT_PACKED

static inline long
syscall_1(long nr, long a)
{
	register long x8 __asm__("x8") = nr;
	register long x0 __asm__("x0") = a;

	__asm__ volatile("svc #0"
	    : "+r"(x0) : "r"(x8) : "memory");
	return x0;
}

static inline long
syscall_2(long nr, long a, long b)
{
	register long x8 __asm__("x8") = nr;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;

	__asm__ volatile("svc #0"
	    : "+r"(x0) : "r"(x8), "r"(x1) : "memory");
	return x0;
}

static inline long
syscall_3(long nr, long a, long b, long c)
{
	register long x8 __asm__("x8") = nr;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;

	__asm__ volatile("svc #0"
	    : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
	return x0;
}

static inline long
syscall_4(long nr, long a, long b, long c, long d)
{
	register long x8 __asm__("x8") = nr;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;

	__asm__ volatile("svc #0"
	    : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
	return x0;
}

static inline long
syscall_6(long nr, long a, long b, long c, long d, long e, long f)
{
	register long x8 __asm__("x8") = nr;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;

	__asm__ volatile("svc #0"
	    : "+r"(x0)
	    : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
	    : "memory");
	return x0;
}

/* The thread pointer is a register that everybody may write. */
static inline bool
syscall_set_tls_base(uintptr_t base)
{
	return cpu_set_tls_base(base);
}

#endif /* SOLO5_SPT_SYSCALL_H */
