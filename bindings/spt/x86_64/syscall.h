/* SPDX-License-Identifier: ISC */
/*
 * syscall.h: Linux system calls on x86_64, and what is the CPU's about them.
 *
 * The syscall.h of every CPU defines the same names.
 */
#ifndef SOLO5_SPT_SYSCALL_H
#define SOLO5_SPT_SYSCALL_H

#include <stdbool.h>
#include <stdint.h>

#define SYS_READ		0
#define SYS_WRITE		1
#define SYS_PREAD64		17
#define SYS_PWRITE64		18
#define SYS_ARCH_PRCTL		158
#define SYS_CLOCK_GETTIME	228
#define SYS_EXIT_GROUP		231
#define SYS_EPOLL_PWAIT		281
#define SYS_TIMERFD_SETTIME	286

#define ARCH_SET_FS		0x1002

/* clock_gettime() in the vDSO, and the version of that symbol. */
#define VDSO_CLOCK_GETTIME	"__vdso_clock_gettime"
#define VDSO_VERSION		"LINUX_2.6"

/* Here, and nowhere else, the kernel's struct epoll_event is packed. */
#define EPOLL_EVENT_PACKED	__attribute__((__packed__))

static inline long
syscall_1(long nr, long a)
{
	long ret;

	__asm__ volatile("syscall"
	    : "=a"(ret)
	    : "a"(nr), "D"(a)
	    : "rcx", "r11", "memory");
	return ret;
}

static inline long
syscall_2(long nr, long a, long b)
{
	long ret;

	__asm__ volatile("syscall"
	    : "=a"(ret)
	    : "a"(nr), "D"(a), "S"(b)
	    : "rcx", "r11", "memory");
	return ret;
}

static inline long
syscall_3(long nr, long a, long b, long c)
{
	long ret;

	__asm__ volatile("syscall"
	    : "=a"(ret)
	    : "a"(nr), "D"(a), "S"(b), "d"(c)
	    : "rcx", "r11", "memory");
	return ret;
}

static inline long
syscall_4(long nr, long a, long b, long c, long d)
{
	register long r10 __asm__("r10") = d;
	long ret;

	__asm__ volatile("syscall"
	    : "=a"(ret)
	    : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10)
	    : "rcx", "r11", "memory");
	return ret;
}

static inline long
syscall_6(long nr, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long ret;

	__asm__ volatile("syscall"
	    : "=a"(ret)
	    : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
	    : "rcx", "r11", "memory");
	return ret;
}

/*
 * The thread pointer is the base of %fs.  That the CPU has an instruction for
 * it does not mean that the kernel allows it, so the kernel is asked.
 */
static inline bool
syscall_set_tls_base(uintptr_t base)
{
	return syscall_2(SYS_ARCH_PRCTL, ARCH_SET_FS, (long)base) == 0;
}

#endif /* SOLO5_SPT_SYSCALL_H */
