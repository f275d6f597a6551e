/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: what spt needs to know of aarch64.  The header of each CPU defines
 * the same names.
 */
#ifndef SOLO5_SPT_CPU_H
#define SOLO5_SPT_CPU_H

#include <elf.h>
#include <linux/audit.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CPU_MACHINE		EM_AARCH64
#define CPU_AUDIT_ARCH		AUDIT_ARCH_AARCH64

/* Initial stack pointer below the end of memory. */
#define CPU_STACK_OFFSET	16

/* What stands before the handlers of restartable sequences; see rseq(2). */
#define CPU_RSEQ_SIG		0xd428bc00u

/* What the C library finds its data of the thread by. */
static inline void *
cpu_thread_pointer(void)
{
	return __builtin_thread_pointer();
}

/*
 * Whether memory that can be read cannot be executed for that.  The kernel does
 * not let a 64-bit program inherit the opposite.
 */
static inline bool
cpu_read_is_not_exec(void)
{
	return true;
}

/*
 * The end of what a process can map, without asking for more by hints.  That
 * is 2 to the power of 36 to 48, as the kernel was configured; and in the
 * last GiB before it is the stack.
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
