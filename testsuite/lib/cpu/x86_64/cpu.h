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

/* An argument of the system call at which a process is stopped. */
static inline unsigned long
cpu_argument_3(const struct user_regs_struct *regs)
{
	return regs->rdx;
}

static inline void
cpu_set_argument_3(struct user_regs_struct *regs, unsigned long value)
{
	regs->rdx = value;
}

/* Of calls that programs have use for, those that other CPUs have not. */
#define CPU_OLD_CALLS	SYS_access, SYS_arch_prctl, SYS_open, SYS_stat,

/* The instruction by which programs make system calls. */
#define CPU_CALL_INSN	{ 0x0f, 0x05 }
#define CPU_CALL_SIZE	2

static inline unsigned long
cpu_pc(const struct user_regs_struct *regs)
{
	return regs->rip;
}

/* A process that is to execute that instruction at pc next, and nothing old. */
static inline void
cpu_set_call(struct user_regs_struct *regs, unsigned long pc,
    unsigned long nr, const unsigned long arg[6])
{
	regs->orig_rax = (unsigned long)-1;
	regs->rip = pc;
	regs->rax = nr;
	regs->rdi = arg[0];
	regs->rsi = arg[1];
	regs->rdx = arg[2];
	regs->r10 = arg[3];
	regs->r8 = arg[4];
	regs->r9 = arg[5];
}

/* What a call has returned. */
static inline long
cpu_result(const struct user_regs_struct *regs)
{
	return (long)regs->rax;
}

#endif /* SOLO5_TESTSUITE_LIB_CPU_H */
