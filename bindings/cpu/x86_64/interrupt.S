/* SPDX-License-Identifier: ISC */
/*
 * interrupt.S: sleeping, and being woken.
 */

#define RFLAGS_IF	0x200
#define FRAME_RFLAGS	16

	.text

/*
 * uint32_t cpu_sleep(void);
 *
 * What STI lets in is let in only behind HLT; so nothing that comes before
 * that is lost.
 */
	.globl	cpu_sleep
	.type	cpu_sleep, @function
cpu_sleep:
	xorl	%eax, %eax
	sti
	hlt
	ret
	.size	cpu_sleep, . - cpu_sleep

/*
 * extern const cpu_interrupt_entry cpu_interrupt_entries[CPU_INTERRUPTS];
 *
 * All that runs with interrupts on is HLT, so EAX is cpu_sleep()'s.  What the
 * interrupt returns to has them off again: a device that goes on asking does
 * not interrupt a second time.
 */
	.globl	cpu_interrupt_entries
	.type	cpu_interrupt_entries, @function
	.balign	16
cpu_interrupt_entries:
	.set	bit, 1
	.rept	16
	.balign	16
	orl	$bit, %eax
	jmp	wake
	.set	bit, bit * 2
	.endr
	.size	cpu_interrupt_entries, . - cpu_interrupt_entries

	.type	wake, @function
wake:
	andl	$~RFLAGS_IF, FRAME_RFLAGS(%rsp)
	iretq
	.size	wake, . - wake

	.section .note.GNU-stack, "", @progbits
