/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: ppc64le, as far as code that is not for it has to know.
 *
 * The cpu.h of every CPU defines the same names, but for those that only
 * targets use of which this CPU has none.
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
	__asm__ volatile(".long 0");
	__builtin_unreachable();
}

/*
 * Copies and fills as memcpy() and memset() do.  Memory of ours need not be
 * aligned for that.
 */
static inline void
cpu_copy(void *dst, const void *src, size_t len)
{
	uint64_t word;

	for (; len >= 8; len -= 8)
		__asm__ volatile(
		    "ld %0, 0(%2)\n\t"
		    "std %0, 0(%1)\n\t"
		    "addi %2, %2, 8\n\t"
		    "addi %1, %1, 8"
		    : "=&r"(word), "+&b"(dst), "+&b"(src) : : "memory");
	for (; len > 0; len--)
		__asm__ volatile(
		    "lbz %0, 0(%2)\n\t"
		    "stb %0, 0(%1)\n\t"
		    "addi %2, %2, 1\n\t"
		    "addi %1, %1, 1"
		    : "=&r"(word), "+&b"(dst), "+&b"(src) : : "memory");
}

static inline void
cpu_fill(void *dst, unsigned char c, size_t len)
{
	const uint64_t word = c * 0x0101010101010101u;

	for (; len >= 8; len -= 8)
		__asm__ volatile(
		    "std %1, 0(%0)\n\t"
		    "addi %0, %0, 8"
		    : "+b"(dst) : "r"(word) : "memory");
	for (; len > 0; len--)
		__asm__ volatile(
		    "stb %1, 0(%0)\n\t"
		    "addi %0, %0, 1"
		    : "+b"(dst) : "r"(word) : "memory");
}

/*
 * Puts the FPU into the state that the ABI has at the entry of a program: all
 * exceptions masked, rounding to nearest.  The bindings are compiled without
 * floating-point registers, so nobody misses the one that this takes.
 */
static inline __attribute__((__always_inline__)) void
cpu_fpu_init(void)
{
	__asm__ volatile(
	    "mtvsrd 0, %0\n\t"
	    "mtfsf 255, 0, 1, 0" : : "r"(0ul));
}

/* The time base. */
static inline __attribute__((__always_inline__)) uint64_t
cpu_cycles(void)
{
	uint64_t ticks;

	__asm__ volatile("mfspr %0, 268" : "=r"(ticks) : : "memory");
	return ticks;
}

/*
 * 64 bits from the CPU's generator of random numbers: POWER9 has one, but for
 * whom the kernel has not told that, it is an instruction that may be invalid.
 */
static inline __attribute__((__always_inline__)) bool
cpu_random(uint64_t *value)
{
	(void)value;
	return false;
}

/*
 * Thread-local storage is of variant I, with a distance: the thread pointer
 * is 0x7000 behind the beginning of the image, to reach more of it.  Before
 * the image there are two words for whoever implements threads.
 *
 *	block                     tp - 0x7000
 *	| ... | two words         | .tdata | .tbss |
 */
#define CPU_TLS_WORDS	2
#define CPU_TLS_DISTANCE	0x7000

/* An alignment that is more than it need be does no harm. */
#define CPU_TLS_GUESS_MAX	SIZE_MAX

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
	return cpu_tls_image(block, align) + CPU_TLS_DISTANCE;
}

/* Writes what is beside the image. */
static inline void
cpu_tls_setup(uintptr_t tp)
{
	const size_t words = CPU_TLS_WORDS * sizeof(uintptr_t);

	cpu_fill((void *)(tp - CPU_TLS_DISTANCE - words), 0, words);
}

/*
 * Makes base the thread pointer, which is a register that compilers leave
 * alone.  Every address can be one.
 */
static inline bool
cpu_set_tls_base(uintptr_t base)
{
	__asm__ volatile("mr 13, %0" : : "r"(base) : "memory");
	return true;
}

#endif /* SOLO5_CPU_CPU_H */
