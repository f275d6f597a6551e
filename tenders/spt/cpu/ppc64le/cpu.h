/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: what spt needs to know of ppc64le.  The header of each CPU defines
 * the same names.
 */
#ifndef SOLO5_SPT_CPU_H
#define SOLO5_SPT_CPU_H

#include <elf.h>
#include <linux/audit.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/personality.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CPU_MACHINE		EM_PPC64
#define CPU_AUDIT_ARCH		AUDIT_ARCH_PPC64LE

/*
 * Initial stack pointer below the end of memory: there is room for what a
 * function may write into the frame of its caller.
 */
#define CPU_STACK_OFFSET	112

/* What stands before the handlers of restartable sequences; see rseq(2). */
#define CPU_RSEQ_SIG		0x0fe5000bu

/* What the C library finds its data of the thread by. */
static inline void *
cpu_thread_pointer(void)
{
	void *tp;

	__asm__("mr %0, 13" : "=r"(tp));
	return tp;
}

/*
 * Whether memory that can be read cannot be executed for that.  A process can
 * inherit the opposite, see personality(2); -1, which is also a mistake, has
 * this bit.
 */
static inline bool
cpu_read_is_not_exec(void)
{
	const long persona = syscall(SYS_personality, 0xffffffffUL);

	return (persona & READ_IMPLIES_EXEC) == 0 || (persona != -1 &&
	    syscall(SYS_personality, persona & ~READ_IMPLIES_EXEC) != -1);
}

/*
 * The end of what a process can map, without asking for more by hints.  That
 * is 2 to the power of 46 or 47, as pages have 4 or 64 KiB; and right before
 * it is the stack.
 */
static inline uint64_t
cpu_task_size(void)
{
	const uint64_t stack = (uintptr_t)__builtin_frame_address(0);

	return UINT64_C(1) << (64 - __builtin_clzll(stack));
}

/* The FPU is in its initial state without an image of that. */
static inline bool
cpu_fpu_image(uint8_t *fpu, size_t size)
{
	(void)fpu;
	(void)size;
	return false;
}

#endif /* SOLO5_SPT_CPU_H */
