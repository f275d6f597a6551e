/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: aarch64, as far as code that is not for it has to know.
 *
 * The cpu.h of every CPU defines the same names.
 */
#ifndef SOLO5_CPU_CPU_H
#define SOLO5_CPU_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What memory is protected in, at least. */
#define CPU_PAGE_SIZE	4096u

/* Ends everything, where there is nobody to ask: an invalid instruction. */
static inline __attribute__((__always_inline__, __noreturn__)) void
cpu_trap(void)
{
	__asm__ volatile(".inst 0");
	__builtin_unreachable();
}

/*
 * Copies and fills as memcpy() and memset() do.  Memory of ours need not be
 * aligned for that.
 */
static inline void
cpu_copy(void *dst, const void *src, size_t len)
{
	uint64_t a, b;

	for (; len >= 16; len -= 16)
		__asm__ volatile(
		    "ldp %0, %1, [%3], #16\n\t"
		    "stp %0, %1, [%2], #16"
		    : "=&r"(a), "=&r"(b), "+&r"(dst), "+&r"(src)
		    : : "memory");
	for (; len > 0; len--)
		__asm__ volatile(
		    "ldrb %w0, [%2], #1\n\t"
		    "strb %w0, [%1], #1"
		    : "=&r"(a), "+&r"(dst), "+&r"(src) : : "memory");
}

static inline void
cpu_fill(void *dst, unsigned char c, size_t len)
{
	const uint64_t word = c * 0x0101010101010101u;

	for (; len >= 16; len -= 16)
		__asm__ volatile("stp %1, %1, [%0], #16"
		    : "+r"(dst) : "r"(word) : "memory");
	for (; len > 0; len--)
		__asm__ volatile("strb %w1, [%0], #1"
		    : "+r"(dst) : "r"(word) : "memory");
}

/*
 * Puts the FPU into the state that the ABI has at the entry of a program: all
 * exceptions masked, rounding to nearest, no flush to zero.
 */
static inline __attribute__((__always_inline__)) void
cpu_fpu_init(void)
{
	__asm__ volatile(
	    "msr fpcr, xzr\n\t"
	    "msr fpsr, xzr");
}

/*
 * The virtual counter.  Without the barrier the CPU may read it before it has
 * done what comes before.
 */
static inline __attribute__((__always_inline__)) uint64_t
cpu_cycles(void)
{
	uint64_t ticks;

	__asm__ volatile(
	    "isb\n\t"
	    "mrs %0, cntvct_el0" : "=r"(ticks) : : "memory");
	return ticks;
}

/*
 * Whether there is RNDR.  Under spt this register is the kernel's; Linux lets
 * everybody read it, since 4.11.
 */
static inline __attribute__((__always_inline__)) bool
cpu_has_rndr(void)
{
	uint64_t isar0;

	__asm__ volatile("mrs %0, id_aa64isar0_el1" : "=r"(isar0));
	return isar0 >> 60 != 0;
}

/*
 * 64 bits from the CPU's generator of random numbers, if it has one and that
 * does not fail.  The register is RNDR, which older assemblers do not know.
 */
static inline __attribute__((__always_inline__)) bool
cpu_random(uint64_t *value)
{
	uint64_t done = 0;

	if (cpu_has_rndr())
		for (int i = 0; i < 10 && done == 0; i++)
			__asm__ volatile(
			    "mrs %0, s3_3_c2_c4_0\n\t"
			    "cset %1, ne"
			    : "=r"(*value), "=r"(done) : : "cc");
	return done != 0;
}

/*
 * Thread-local storage is of variant I: at the thread pointer are two words
 * for whoever implements threads, and behind them, at the next multiple of
 * its alignment, the image.
 *
 *	tp = block
 *	| two words | ... | .tdata | .tbss |
 */
#define CPU_TLS_WORDS	2

/*
 * So the alignment matters, and must not be more than it is: where nobody
 * says what it is, none that is larger is likely.
 */
#define CPU_TLS_GUESS_MAX	(CPU_TLS_WORDS * sizeof(uintptr_t))

/* Bytes beside the image. */
static inline size_t
cpu_tls_room(size_t align)
{
	const size_t words = CPU_TLS_WORDS * sizeof(uintptr_t);

	return align > words ? align : words;
}

/* The image in an aligned block. */
static inline uintptr_t
cpu_tls_image(uintptr_t block, size_t align)
{
	return block + cpu_tls_room(align);
}

/* The thread pointer of an aligned block. */
static inline uintptr_t
cpu_tls_tp(uintptr_t block, size_t image_size, size_t align)
{
	(void)image_size;
	(void)align;
	return block;
}

/* Writes what is beside the image. */
static inline void
cpu_tls_setup(uintptr_t tp)
{
	cpu_fill((void *)tp, 0, CPU_TLS_WORDS * sizeof(uintptr_t));
}

/*
 * Makes base the thread pointer.  Every program may do that, and every
 * address can be one.
 */
static inline bool
cpu_set_tls_base(uintptr_t base)
{
	__asm__ volatile("msr tpidr_el0, %0" : : "r"(base) : "memory");
	return true;
}

/*
 * What follows is for targets where the unikernel has a CPU to itself.
 */

/* Sets up what is needed to notice and report that an instruction failed. */
void cpu_init(void);

/* What an exception leaves for the host, and for a debugger there. */
struct cpu_trap {
	uint64_t far;
	uint64_t esr;
	uint64_t pc;
	uint64_t pstate;
	uint64_t sp;
	uint64_t magic;		/* CPU_TRAP_MAGIC: there are regs */
	uint64_t regs[31];	/* x0 ... x30 */
};

#define CPU_TRAP_MAGIC	0x5347455250415254u

/* Between vectors.S and cpu.c. */

#define CPU_VECTORS	16

extern const char cpu_vectors[CPU_VECTORS][128];

/* Exceptions have a stack of their own; vectors.S knows its size. */
#define CPU_TRAP_STACK	4096

extern char cpu_trap_stack[CPU_TRAP_STACK];

/* What vectors.S has saved there has no magic number yet. */
__attribute__((__noreturn__)) void
    cpu_trapped(const struct cpu_trap *saved, unsigned int vector);

#endif /* SOLO5_CPU_CPU_H */
