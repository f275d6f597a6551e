/* SPDX-License-Identifier: ISC */
/*
 * aarch64.S: the last code of the tender, which runs in a page of its own
 * below the guest and uses no stack.
 *
 * void launch_code(const struct launch_params *);	see launch_code.h
 *
 * It unmaps everything that is not the guest's, closes standard error,
 * installs the filter, and enters the guest with no register holding
 * anything of the tender's.  Its page stays behind, with nothing in it that
 * is secret: it cannot unmap the instruction that it executes.
 */

#include <asm/unistd.h>

#define NRANGES		2696
#define RANGE		2704
#define STDERR_FD	2768
#define FILTER		2776

#define SET_MODE_FILTER	1		/* SECCOMP_SET_MODE_FILTER */

	.section .rodata.launch, "a", %progbits
	.globl	launch_code
	.hidden	launch_code
	.type	launch_code, %object
	.balign	16
launch_code:
	mov	x19, x0
	add	x20, x19, #RANGE
	ldr	x21, [x19, #NRANGES]
1:	cbz	x21, 2f
	ldp	x0, x1, [x20], #16
	mov	x8, #__NR_munmap
	svc	#0
	cbnz	x0, complain
	sub	x21, x21, #1
	b	1b

	/* The thread pointer tells where the C library was. */
2:	msr	tpidr_el0, xzr
	ldr	x0, [x19, #STDERR_FD]
	tbnz	x0, #63, 3f
	mov	x8, #__NR_close
	svc	#0

3:	mov	x0, #SET_MODE_FILTER
	mov	x1, xzr
	add	x2, x19, #FILTER
	mov	x8, #__NR_seccomp
	svc	#0
	cbnz	x0, quit

	/*
	 * What SVE has beyond these registers does not outlive a system call,
	 * and to write to them makes that zero.
	 */
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7
	movi	v\n\().2d, #0
	.endr
	.irp	n, 8, 9, 10, 11, 12, 13, 14, 15
	movi	v\n\().2d, #0
	.endr
	.irp	n, 16, 17, 18, 19, 20, 21, 22, 23
	movi	v\n\().2d, #0
	.endr
	.irp	n, 24, 25, 26, 27, 28, 29, 30, 31
	movi	v\n\().2d, #0
	.endr
	msr	fpcr, xzr
	msr	fpsr, xzr

	ldr	x0, wipe
	ldr	x1, wipe_words
4:	str	xzr, [x0], #8
	sub	x1, x1, #1
	cbnz	x1, 4b

	ldr	x0, stack
	mov	sp, x0
	ldr	x0, boot_info
	.irp	n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	mov	x\n, xzr
	.endr
	.irp	n, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
	mov	x\n, xzr
	.endr
	ldr	x16, entry
	br	x16

complain:
	mov	x0, #2
	adr	x1, munmap_failed
	mov	x2, #munmap_failed_len
	mov	x8, #__NR_write
	svc	#0
	/* Without a filter yet, or with one that allows this. */
quit:	mov	x0, #1
	mov	x8, #__NR_exit_group
	svc	#0
	.inst	0

munmap_failed:
	.ascii	"solo5-spt: cannot unmap the tender's memory\n"
	.set	munmap_failed_len, . - munmap_failed

	.globl	launch_code_entry
	.hidden	launch_code_entry
	.balign	8
launch_code_entry:
entry:		.quad	0
stack:		.quad	0
boot_info:	.quad	0
wipe:		.quad	0
wipe_words:	.quad	0

	.globl	launch_code_end
	.hidden	launch_code_end
launch_code_end:
	.size	launch_code, . - launch_code

	.section .note.GNU-stack, "", %progbits
