/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: what test guests know of this CPU.  Each cpu/ has the same names.
 */
#ifndef SOLO5_TESTSUITE_CPU_H
#define SOLO5_TESTSUITE_CPU_H

#include <stdint.h>

/*
 * For guests of hvt: any number for which there is an address, which are those
 * of 1 GiB; any address.
 */
static inline void
cpu_hypercall(uint64_t nr, uint64_t addr)
{
	const uint64_t at = 0x100000000ull + (nr << 3 & 0x3fffffff);

	*(volatile uint32_t *)(uintptr_t)at = (uint32_t)addr;
}

static inline void
cpu_ring_kick(void)
{
	*(volatile uint32_t *)(uintptr_t)0x100000100ull = 0;
}

/* A function that returns at once. */
#define CPU_RETURN_CODE	{ 0xc0, 0x03, 0x5f, 0xd6 }

/* The stack pointer at the entry of a function, modulo 16. */
#define CPU_STACK_REMAINDER	0

/*
 * Defines solo5_app_main() so that it stores the stack pointer that it is
 * entered with, and becomes another function.  In C, where a frame begins is
 * the compiler's business.
 */
#define CPU_DEFINE_MAIN(store, function)				\
__asm__(								\
    ".pushsection .text\n"						\
    ".globl solo5_app_main\n"						\
    ".type solo5_app_main, @function\n"					\
    "solo5_app_main:\n"							\
    "	mov	x9, sp\n"						\
    "	adrp	x10, " #store "\n"					\
    "	str	x9, [x10, :lo12:" #store "]\n"				\
    "	b	" #function "\n"					\
    ".size solo5_app_main, . - solo5_app_main\n"			\
    ".popsection\n")

#endif /* SOLO5_TESTSUITE_CPU_H */
