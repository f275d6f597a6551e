/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: what test guests know of this CPU.  Each cpu/ has the same names.
 */
#ifndef SOLO5_TESTSUITE_CPU_H
#define SOLO5_TESTSUITE_CPU_H

/* A function that returns at once. */
#define CPU_RETURN_CODE	{ 0x20, 0x00, 0x80, 0x4e }

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
    "0:	addis	2, 12, .TOC. - 0b@ha\n"					\
    "	addi	2, 2, .TOC. - 0b@l\n"					\
    ".localentry solo5_app_main, . - solo5_app_main\n"			\
    "	addis	9, 2, " #store "@toc@ha\n"				\
    "	std	1, " #store "@toc@l(9)\n"				\
    "	b	" #function "\n"					\
    ".size solo5_app_main, . - solo5_app_main\n"			\
    ".popsection\n")

#endif /* SOLO5_TESTSUITE_CPU_H */
