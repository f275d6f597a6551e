/* SPDX-License-Identifier: ISC */
/*
 * ppc64le.S: the last code of the tender, which runs in a page of its own
 * below the guest and uses no stack.
 *
 * void launch_code(const struct launch_params *);	see launch_code.h
 *
 * It unmaps everything that is not the guest's, closes standard error,
 * installs the filter, and enters the guest with no register holding
 * anything of the tender's.  Its page stays behind, with nothing in it that
 * is secret: it cannot unmap the instruction that it executes.
 *
 * Called through a pointer, it finds its own address in r12.
 */

#include <asm/unistd.h>

#define NRANGES		2696
#define RANGE		2704
#define STDERR_FD	2768
#define FILTER		2776

#define SET_MODE_FILTER	1		/* SECCOMP_SET_MODE_FILTER */

/* Special registers that every program may write. */
#define TAR		815
#define VRSAVE		256

	.machine power8
	.abiversion 2
	.section .rodata.launch, "a", @progbits
	.globl	launch_code
	.hidden	launch_code
	.type	launch_code, @object
	.balign	16
launch_code:
	mr	31, 3
	mr	30, 12
	addi	29, 31, RANGE
	ld	28, NRANGES(31)
1:	cmpdi	28, 0
	beq	2f
	ld	3, 0(29)
	ld	4, 8(29)
	li	0, __NR_munmap
	sc
	bso	complain
	addi	29, 29, 16
	addi	28, 28, -1
	b	1b

	/* The thread pointer tells where the C library was. */
2:	li	13, 0
	ld	3, STDERR_FD(31)
	cmpdi	3, 0
	blt	3f
	li	0, __NR_close
	sc

3:	li	3, SET_MODE_FILTER
	li	4, 0
	addi	5, 31, FILTER
	li	0, __NR_seccomp
	sc
	bso	quit

	/*
	 * The vectors' status is as the kernel has it for a new process, and
	 * has a value of a register's fourth word.
	 */
	li	0, 1
	sldi	0, 0, 16
	mtvsrd	32, 0
	xxpermdi 32, 32, 32, 0
	mtvscr	0
	.set	n, 0
	.rept	64
	xxlxor	n, n, n
	.set	n, n + 1
	.endr
	mtfsf	255, 0, 1, 0

	/* The parameters are in what becomes zero, so they are done with. */
	li	0, 0
	ld	3, (wipe - launch_code)(30)
	ld	4, (wipe_words - launch_code)(30)
	mtctr	4
4:	std	0, 0(3)
	addi	3, 3, 8
	bdnz	4b

	ld	1, (stack - launch_code)(30)
	ld	3, (boot_info - launch_code)(30)
	ld	12, (entry - launch_code)(30)
	mtctr	12
	mtlr	0
	mtxer	0
	mtspr	TAR, 0
	mtspr	VRSAVE, 0
	li	2, 0
	.set	n, 4
	.rept	8
	li	n, 0
	.set	n, n + 1
	.endr
	.set	n, 14
	.rept	18
	li	n, 0
	.set	n, n + 1
	.endr
	mtcr	0
	bctr

complain:
	li	3, 2
	addi	4, 30, munmap_failed - launch_code
	li	5, munmap_failed_len
	li	0, __NR_write
	sc
	/* Without a filter yet, or with one that allows this. */
quit:	li	3, 1
	li	0, __NR_exit_group
	sc
	.long	0

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

	.section .note.GNU-stack, "", @progbits
