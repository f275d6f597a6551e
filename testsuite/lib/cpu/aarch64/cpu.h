/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: what the helpers know of this CPU.  Each cpu/ has the same names.
 */
#ifndef SOLO5_TESTSUITE_LIB_CPU_H
#define SOLO5_TESTSUITE_LIB_CPU_H

#include <sys/user.h>

/* getpid() as a 32-bit program calls it: no other program can. */
static inline long
cpu_compat_getpid(void)
{
	return -1;
}

static inline unsigned long
cpu_stack_pointer(const struct user_regs_struct *regs)
{
	return regs->sp;
}

/* Changes an argument of the system call at which a process is stopped. */
static inline void
cpu_set_argument_3(struct user_regs_struct *regs, unsigned long value)
{
	regs->regs[2] = value;
}

#endif /* SOLO5_TESTSUITE_LIB_CPU_H */
