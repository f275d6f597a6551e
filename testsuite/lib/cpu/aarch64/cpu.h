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

/* An argument of the system call at which a process is stopped. */
static inline unsigned long
cpu_argument_3(const struct user_regs_struct *regs)
{
	return regs->regs[2];
}

static inline void
cpu_set_argument_3(struct user_regs_struct *regs, unsigned long value)
{
	regs->regs[2] = value;
}

/*
 * Of calls that programs have use for, those that other CPUs have not; what
 * these have access() for is faccessat() here.
 */
#define CPU_OLD_CALLS	SYS_faccessat,

/* The instruction by which programs make system calls. */
#define CPU_CALL_INSN	{ 0x01, 0x00, 0x00, 0xd4 }
#define CPU_CALL_SIZE	4

static inline unsigned long
cpu_pc(const struct user_regs_struct *regs)
{
	return regs->pc;
}

/* A process that is to execute that instruction at pc next, and nothing old. */
static inline void
cpu_set_call(struct user_regs_struct *regs, unsigned long pc,
    unsigned long nr, const unsigned long arg[6])
{
	regs->pc = pc;
	regs->regs[8] = nr;
	for (int i = 0; i < 6; i++)
		regs->regs[i] = arg[i];
}

/* What a call has returned. */
static inline long
cpu_result(const struct user_regs_struct *regs)
{
	return (long)regs->regs[0];
}

#endif /* SOLO5_TESTSUITE_LIB_CPU_H */
