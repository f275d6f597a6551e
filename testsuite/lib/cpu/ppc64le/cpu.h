/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: what the helpers know of this CPU.  Each cpu/ has the same names.
 */
#ifndef SOLO5_TESTSUITE_LIB_CPU_H
#define SOLO5_TESTSUITE_LIB_CPU_H

#include <asm/ptrace.h>

/* As other CPUs' headers call it. */
#define user_regs_struct	pt_regs

/* getpid() by scv, which not every CPU has, nor every kernel. */
static inline long
cpu_compat_getpid(void)
{
	register long r0 __asm__("r0") = 20;
	register long r3 __asm__("r3");

	__asm__ volatile(".long 0x44000001"
	    : "+r"(r0), "=r"(r3)
	    :
	    : "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "cr0",
	    "cr1", "cr5", "cr6", "cr7", "ctr", "lr", "xer", "memory");
	return r3;
}

static inline unsigned long
cpu_stack_pointer(const struct user_regs_struct *regs)
{
	return regs->gpr[1];
}

/* An argument of the system call at which a process is stopped. */
static inline unsigned long
cpu_argument_3(const struct user_regs_struct *regs)
{
	return regs->gpr[5];
}

static inline void
cpu_set_argument_3(struct user_regs_struct *regs, unsigned long value)
{
	regs->gpr[5] = value;
}

/* Of calls that programs have use for, those that other CPUs have not. */
#define CPU_OLD_CALLS	SYS_access, SYS_open, SYS_stat,

/* The instruction by which programs make system calls. */
#define CPU_CALL_INSN	{ 0x02, 0x00, 0x00, 0x44 }
#define CPU_CALL_SIZE	4

static inline unsigned long
cpu_pc(const struct user_regs_struct *regs)
{
	return regs->nip;
}

/* A process that is to execute that instruction at pc next, and nothing old. */
static inline void
cpu_set_call(struct user_regs_struct *regs, unsigned long pc,
    unsigned long nr, const unsigned long arg[6])
{
	regs->trap = 0;
	regs->nip = pc;
	regs->gpr[0] = nr;
	for (int i = 0; i < 6; i++)
		regs->gpr[3 + i] = arg[i];
}

/* What a call has returned: an error is told by a bit of CR0. */
static inline long
cpu_result(const struct user_regs_struct *regs)
{
	const long value = (long)regs->gpr[3];

	return (regs->ccr & 1ul << 28) != 0 ? -value : value;
}

#endif /* SOLO5_TESTSUITE_LIB_CPU_H */
