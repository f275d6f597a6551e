/* SPDX-License-Identifier: ISC */
/*
 * boot.S: from a boot loader's 32 bits to C.
 *
 * Multiboot 1 finds its header in the first 8 KiB of the file, and is told by
 * it to take the file as one piece, since it does not know 64-bit ELF.  PVH
 * finds the note.  Both enter with paging off and flat segments, and with the
 * address of what they have to say in EBX.
 *
 * What runs here maps the first 4 GiB as they are; the tables that protect
 * memory are made in C, when it is known what there is.
 */

#define MULTIBOOT_MAGIC		0x1badb002
#define MULTIBOOT_FLAGS		0x00010002	/* addresses; memory map */

#define CR0_FLAGS		0x80010033	/* PG, WP, NE, ET, MP, PE */
#define CR4_FLAGS		0x00000620	/* OSXMMEXCPT, OSFXSR, PAE */
#define MSR_EFER		0xc0000080
#define EFER_LME		0x100
#define EFER_NXE		0x800
#define CPUID_EXTENDED		0x80000001
#define CPUID_NX		20		/* in its EDX */

#define PRESENT_WRITE		3
#define LARGE_WRITE		0x83
#define LARGE_SIZE		0x200000

	.text
	.balign	4
	.type	multiboot, @object
multiboot:
	.long	MULTIBOOT_MAGIC
	.long	MULTIBOOT_FLAGS
	.long	-(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)
	.long	multiboot
	.long	_stext
	.long	_edata
	.long	_ebss
	.long	_start32
	.size	multiboot, . - multiboot

	.code32

/*
 * The entries: EDI becomes enum boot_loader, ESI the loader's information.
 */
	.globl	_start, _start32
	.type	_start, @function
	.type	_start32, @function
_start:
_start32:
	xorl	%edi, %edi
	jmp	enter
	.size	_start, . - _start
	.size	_start32, . - _start32

	.type	pvh, @function
pvh:
	movl	$1, %edi
	.size	pvh, . - pvh

	.type	enter, @function
enter:
	cli
	cld
	movl	%ebx, %esi
	movl	$stack_end, %esp

	/* 2048 pages of 2 MiB, in four tables. */
	movl	$LARGE_WRITE, %eax
	movl	$large, %ecx
1:	movl	%eax, (%ecx)
	addl	$LARGE_SIZE, %eax
	addl	$8, %ecx
	cmpl	$large + 4 * 4096, %ecx
	jne	1b
	movl	$large + PRESENT_WRITE, %eax
	movl	$middle, %ecx
2:	movl	%eax, (%ecx)
	addl	$4096, %eax
	addl	$8, %ecx
	cmpl	$middle + 4 * 8, %ecx
	jne	2b
	movl	$middle + PRESENT_WRITE, boot_tables

	/*
	 * PAE before long mode: QEMU's SVM leaves a guest that has only the
	 * latter into nowhere.
	 */
	movl	$CR4_FLAGS, %eax
	movl	%eax, %cr4
	movl	$CPUID_EXTENDED, %eax
	cpuid
	movl	%edx, %ebp
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_LME, %eax
	btl	$CPUID_NX, %ebp
	jnc	3f
	orl	$EFER_NXE, %eax
3:	wrmsr
	movl	$boot_tables, %eax
	movl	%eax, %cr3
	movl	$CR0_FLAGS, %eax
	movl	%eax, %cr0
	lgdt	gdt_pointer
	ljmp	$8, $_start64
	.size	enter, . - enter

	.code64

/* In long mode: void boot_start(enum boot_loader, uintptr_t info). */
	.globl	_start64
	.type	_start64, @function
_start64:
	movl	$16, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	xorl	%eax, %eax
	movl	%eax, %fs
	movl	%eax, %gs
	movl	%edi, %edi
	movl	%esi, %esi
	movl	$stack_end, %esp
	xorl	%ebp, %ebp
	call	boot_start
	ud2
	.size	_start64, . - _start64

/*
 * NORETURN void boot_switch(uintptr_t tables, uintptr_t stack,
 *     void (*run)(void));
 */
	.globl	boot_switch
	.type	boot_switch, @function
boot_switch:
	movq	%rdi, %cr3
	movq	%rsi, %rsp
	xorl	%ebp, %ebp
	call	*%rdx
	ud2
	.size	boot_switch, . - boot_switch

	.section .rodata
	.balign	8
	.type	gdt, @object
gdt:
	.quad	0
	.quad	0x00af9b000000ffff
	.quad	0x00cf93000000ffff
	.size	gdt, . - gdt
	.type	gdt_pointer, @object
gdt_pointer:
	.short	. - gdt - 1
	.long	gdt
	.size	gdt_pointer, . - gdt_pointer

/* The PVH entry: XEN_ELFNOTE_PHYS32_ENTRY. */
	.section .note.solo5.pvh, "a", @note
	.balign	4
	.long	4
	.long	4
	.long	18
	.asciz	"Xen"
	.long	pvh

/* Tables and stack of the start. */
	.bss
	.balign	4096
	.globl	boot_tables
	.type	boot_tables, @object
boot_tables:
	.skip	4096
	.size	boot_tables, . - boot_tables
	.type	middle, @object
middle:
	.skip	4096
	.size	middle, . - middle
	.type	large, @object
large:
	.skip	4 * 4096
	.size	large, . - large
	.type	stack, @object
stack:
	.skip	16384
stack_end:
	.size	stack, . - stack

/*
 * The application may have no variables to be zeroed, and SYSLINUX finds no
 * memory where there is nothing to be put.
 */
	.section .bss.solo5_boot, "aw", @nobits
	.skip	8

/*
 * extern const char boot_guard[]: a page that is unmapped later on.  It comes
 * behind the bindings' variables: see solo5.lds.S.
 */
	.section .guard.solo5, "aw", @progbits
	.balign	4096
	.globl	boot_guard
	.type	boot_guard, @object
boot_guard:
	.fill	4096, 1, 0
	.size	boot_guard, . - boot_guard

	.section .note.GNU-stack, "", @progbits
