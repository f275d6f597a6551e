/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: what spt needs to know of x86_64.  The header of each CPU defines the
 * same names.
 */
#ifndef SOLO5_SPT_CPU_H
#define SOLO5_SPT_CPU_H

#include <cpuid.h>
#include <elf.h>
#include <linux/audit.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef HAVE_SYS_PLATFORM_X86_H
#include <sys/platform/x86.h>
#endif

#define CPU_MACHINE		EM_X86_64
#define CPU_AUDIT_ARCH		AUDIT_ARCH_X86_64

/* Initial stack pointer below the end of memory, as after a call. */
#define CPU_STACK_OFFSET	8

/* What stands before the handlers of restartable sequences; see rseq(2). */
#define CPU_RSEQ_SIG		0x53053053u

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

/* The end of what a process can map, without asking for more by hints. */
static inline uint64_t
cpu_task_size(void)
{
	return 0x7ffffffff000;
}

/* MXCSR of a new process, and where fxrstor and xrstor find it. */
#define CPU_MXCSR		0x1f80u
#define CPU_MXCSR_OFFSET	24

/*
 * Whether there is xrstor, and the kernel uses it.  The C library has asked
 * already; on a virtual machine the instruction costs microseconds.
 */
static inline bool
cpu_has_xsave(void)
{
#ifdef HAVE_SYS_PLATFORM_X86_H
	return CPU_FEATURE_PRESENT(OSXSAVE);
#else
	unsigned int eax, ebx, ecx, edx;

	__cpuid(1, eax, ebx, ecx, edx);
	return (ecx & bit_OSXSAVE) != 0;
#endif
}

/*
 * Writes the image of an FPU that nobody has used, in which all but MXCSR is
 * told by a header of zeroes, and returns whether xrstor can load it.
 */
static inline bool
cpu_fpu_image(uint8_t *fpu, size_t size)
{
	const uint32_t mxcsr = CPU_MXCSR;

	memset(fpu, 0, size);
	memcpy(fpu + CPU_MXCSR_OFFSET, &mxcsr, sizeof(mxcsr));
	return cpu_has_xsave();
}

#endif /* SOLO5_SPT_CPU_H */
