/* SPDX-License-Identifier: ISC */
/*
 * x86_64.S: the last code of the tender, which runs in a page of its own
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

#define FPU_VALID	2688
#define NRANGES		2696
#define RANGE		2704
#define STDERR_FD	2768
#define FILTER		2776
#define MXCSR		24		/* in the FPU's state */

/* x87, SSE, AVX and the three parts of AVX-512; SDM volume 1, 13.1. */
#define XSTATES		0xe7

#define SET_FS		0x1002		/* ARCH_SET_FS */
#define SET_MODE_FILTER	1		/* SECCOMP_SET_MODE_FILTER */

	.section .rodata.launch, "a", @progbits
	.globl	launch_code
	.hidden	launch_code
	.type	launch_code, @object
	.balign	16
launch_code:
	movq	%rdi, %rbx
	leaq	RANGE(%rbx), %r12
	movq	NRANGES(%rbx), %r13
1:	testq	%r13, %r13
	jz	2f
	movq	(%r12), %rdi
	movq	8(%r12), %rsi
	movl	$__NR_munmap, %eax
	syscall
	testq	%rax, %rax
	jnz	complain
	addq	$16, %r12
	decq	%r13
	jmp	1b

	/* The thread pointer tells where the C library was. */
2:	movl	$SET_FS, %edi
	xorl	%esi, %esi
	movl	$__NR_arch_prctl, %eax
	syscall

	movslq	STDERR_FD(%rbx), %rdi
	testq	%rdi, %rdi
	js	3f
	movl	$__NR_close, %eax
	syscall

3:	movl	$SET_MODE_FILTER, %edi
	xorl	%esi, %esi
	leaq	FILTER(%rbx), %rdx
	movl	$__NR_seccomp, %eax
	syscall
	testq	%rax, %rax
	jnz	quit

	cmpq	$0, FPU_VALID(%rbx)
	je	4f
	movl	$XSTATES, %eax
	xorl	%edx, %edx
	xrstor	(%rbx)
	jmp	5f
4:	fninit
	ldmxcsr	MXCSR(%rbx)
	xorps	%xmm0, %xmm0
	xorps	%xmm1, %xmm1
	xorps	%xmm2, %xmm2
	xorps	%xmm3, %xmm3
	xorps	%xmm4, %xmm4
	xorps	%xmm5, %xmm5
	xorps	%xmm6, %xmm6
	xorps	%xmm7, %xmm7
	xorps	%xmm8, %xmm8
	xorps	%xmm9, %xmm9
	xorps	%xmm10, %xmm10
	xorps	%xmm11, %xmm11
	xorps	%xmm12, %xmm12
	xorps	%xmm13, %xmm13
	xorps	%xmm14, %xmm14
	xorps	%xmm15, %xmm15

	/* The parameters go last: %rbx is in what is wiped. */
5:	movq	wipe(%rip), %rdi
	movq	wipe_words(%rip), %rcx
	xorl	%eax, %eax
	cld
	rep stosq

	movq	stack(%rip), %rsp
	movq	boot_info(%rip), %rdi
	xorl	%ebx, %ebx
	xorl	%edx, %edx
	xorl	%esi, %esi
	xorl	%ebp, %ebp
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	xorl	%r10d, %r10d
	xorl	%r11d, %r11d
	xorl	%r12d, %r12d
	xorl	%r13d, %r13d
	xorl	%r14d, %r14d
	xorl	%r15d, %r15d
	jmpq	*entry(%rip)

complain:
	movl	$2, %edi
	leaq	munmap_failed(%rip), %rsi
	movl	$munmap_failed_len, %edx
	movl	$__NR_write, %eax
	syscall
	/* Without a filter yet, or with one that allows this. */
quit:	movl	$1, %edi
	movl	$__NR_exit_group, %eax
	syscall
	ud2

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
