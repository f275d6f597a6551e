/* SPDX-License-Identifier: ISC */
/*
 * upcall.S: the page that Xen writes its calls to, and where the CPU goes at
 * an event.
 */

#define APIC_EOI	0xfee000b0

	.text

/*
 * extern const char xen_upcall[];
 *
 * It may interrupt the application, which may use every register; so it has a
 * stack of its own.  The handler is the application's, or ours.
 */
	.globl	xen_upcall
	.type	xen_upcall, @function
xen_upcall:
	pushq	%rbp
	movq	%rsp, %rbp
	pushq	%rax
	pushq	%rcx
	pushq	%rdx
	pushq	%rsi
	pushq	%rdi
	pushq	%r8
	pushq	%r9
	pushq	%r10
	pushq	%r11
	subq	$512, %rsp
	andq	$-16, %rsp
	fxsave	(%rsp)
	cld
	xorl	%edi, %edi
	call	solo5__xen_evtchn_vector_handler
	testl	%eax, %eax
	jz	1f
	movl	$APIC_EOI, %eax
	movl	$0, (%rax)
1:	fxrstor	(%rsp)
	leaq	-72(%rbp), %rsp
	popq	%r11
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rdi
	popq	%rsi
	popq	%rdx
	popq	%rcx
	popq	%rax
	popq	%rbp
	iretq
	.size	xen_upcall, . - xen_upcall

/*
 * extern uint8_t solo5__xen_HYPERCALL_PAGE[4096];
 *
 * In a section of its own: its alignment is not to be that of .text, which has
 * what boot loaders want to be near the start of the file.
 */
	.section .hypercall.solo5, "ax", @progbits
	.balign	4096
	.globl	solo5__xen_HYPERCALL_PAGE
	.type	solo5__xen_HYPERCALL_PAGE, @function
solo5__xen_HYPERCALL_PAGE:
	.fill	4096, 1, 0xc3
	.size	solo5__xen_HYPERCALL_PAGE, . - solo5__xen_HYPERCALL_PAGE

	.section .note.GNU-stack, "", @progbits
