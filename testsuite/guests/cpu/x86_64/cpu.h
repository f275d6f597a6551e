/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: what test guests know of this CPU.  Each cpu/ has the same names.
 */
#ifndef SOLO5_TESTSUITE_CPU_H
#define SOLO5_TESTSUITE_CPU_H

#include <stdint.h>

/* For guests of hvt: any number, any address. */
static inline void
cpu_hypercall(uint64_t nr, uint64_t addr)
{
	__asm__ volatile("outl %0, %w1" : : "a"((uint32_t)addr),
	    "d"((uint16_t)(0x500 + nr)) : "memory");
}

static inline void
cpu_ring_kick(void)
{
	__asm__ volatile("outl %0, %w1" : : "a"(0), "d"((uint16_t)0x600)
	    : "memory");
}

/* A function that returns at once: ret, four times. */
#define CPU_RETURN_CODE	{ 0xc3, 0xc3, 0xc3, 0xc3 }

/* The stack pointer at the entry of a function, modulo 16. */
#define CPU_STACK_REMAINDER	8

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
    "	mov	%rsp, " #store "(%rip)\n"				\
    "	jmp	" #function "\n"					\
    ".size solo5_app_main, . - solo5_app_main\n"			\
    ".popsection\n")

#endif /* SOLO5_TESTSUITE_CPU_H */
