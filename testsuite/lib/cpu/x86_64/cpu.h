/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: what the helpers know of this CPU.  Each cpu/ has the same names.
 */
#ifndef SOLO5_TESTSUITE_LIB_CPU_H
#define SOLO5_TESTSUITE_LIB_CPU_H

#include <sys/user.h>

/* getpid() as a 32-bit program calls it; may end the process. */
static inline long
cpu_compat_getpid(void)
{
	long ret;

	__asm__ volatile("int $0x80" : "=a"(ret) : "0"(20L)
	    : "r8", "r9", "r10", "r11", "memory");
	return ret;
}

static inline unsigned long
cpu_stack_pointer(const struct user_regs_struct *regs)
{
	return regs->rsp;
}

/* Changes an argument of the system call at which a process is stopped. */
static inline void
cpu_set_argument_3(struct user_regs_struct *regs, unsigned long value)
{
	regs->rdx = value;
}

#endif /* SOLO5_TESTSUITE_LIB_CPU_H */
