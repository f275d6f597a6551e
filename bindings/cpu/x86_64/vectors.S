/* SPDX-License-Identifier: ISC */
/*
 * vectors.S: where the CPU goes when an instruction fails.
 *
 * Nothing comes back from there: what has failed is the unikernel.
 */

	.text

/*
 * extern const char cpu_vectors[CPU_VECTORS][8];
 *
 * An entry for each exception.  They are all on one side of each multiple of
 * 64 KiB, which makes filling the table of their addresses shorter.
 */
	.globl	cpu_vectors
	.type	cpu_vectors, @function
	.balign	256
cpu_vectors:
	.set	vector, 0
	.rept	32
	.balign	8
	pushq	$vector
	jmp	trap
	.set	vector, vector + 1
	.endr
	.size	cpu_vectors, . - cpu_vectors

/*
 * All exceptions: makes a struct cpu_pushed on the stack and calls
 * cpu_trapped().
 */
	.type	trap, @function
trap:
	pushq	%rdi
	pushq	%rsi
	pushq	%rdx
	pushq	%rcx
	pushq	%rax
	pushq	%r8
	pushq	%r9
	pushq	%r10
	pushq	%r11
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	cld
	movq	%rsp, %rdi
	andq	$-16, %rsp
	call	cpu_trapped
	ud2
	.size	trap, . - trap

	.section .note.GNU-stack, "", @progbits
