/* SPDX-License-Identifier: ISC */
/*
 * vectors.S: where the CPU goes when an instruction fails.
 *
 * Nothing comes back from there: what has failed is the unikernel.  Its stack
 * may be the reason, so nothing is put there.
 */

/* A struct cpu_trap at the end of cpu_trap_stack; see cpu.h. */
#define STACK_SIZE	4096
#define FRAME_SIZE	304
#define REGS		48		/* in the frame; below: */
#define FAR		0
#define PC		16
#define SP		32

	.text

/*
 * extern const char cpu_vectors[CPU_VECTORS][128];
 *
 * An entry for each kind of exception.  One register is free here: that of
 * the thread pointer of EL1, which nobody uses.
 */
	.globl	cpu_vectors
	.type	cpu_vectors, %function
	.balign	2048
cpu_vectors:
	.set	vector, 0
	.rept	16
	.balign	128
	msr	tpidr_el1, x0
	adrp	x0, cpu_trap_stack + STACK_SIZE - FRAME_SIZE
	add	x0, x0, :lo12:cpu_trap_stack + STACK_SIZE - FRAME_SIZE
	stp	x1, x2, [x0, #REGS + 8]
	mov	w1, #vector
	b	trap
	.set	vector, vector + 1
	.endr
	.balign	128
	.size	cpu_vectors, . - cpu_vectors

/*
 * All exceptions, the frame in x0 and their number in w1: completes the frame
 * and calls cpu_trapped().
 */
	.type	trap, %function
trap:
	stp	x3, x4, [x0, #REGS + 24]
	stp	x5, x6, [x0, #REGS + 40]
	stp	x7, x8, [x0, #REGS + 56]
	stp	x9, x10, [x0, #REGS + 72]
	stp	x11, x12, [x0, #REGS + 88]
	stp	x13, x14, [x0, #REGS + 104]
	stp	x15, x16, [x0, #REGS + 120]
	stp	x17, x18, [x0, #REGS + 136]
	stp	x19, x20, [x0, #REGS + 152]
	stp	x21, x22, [x0, #REGS + 168]
	stp	x23, x24, [x0, #REGS + 184]
	stp	x25, x26, [x0, #REGS + 200]
	stp	x27, x28, [x0, #REGS + 216]
	stp	x29, x30, [x0, #REGS + 232]
	mrs	x2, tpidr_el1
	str	x2, [x0, #REGS]
	mrs	x2, far_el1
	mrs	x3, esr_el1
	stp	x2, x3, [x0, #FAR]
	mrs	x2, elr_el1
	mrs	x3, spsr_el1
	stp	x2, x3, [x0, #PC]
	mov	x2, sp
	str	x2, [x0, #SP]
	mov	sp, x0
	mov	x29, xzr
	mov	x30, xzr
	bl	cpu_trapped
	.inst	0
	.size	trap, . - trap

	.section .note.GNU-stack, "", %progbits
