/* SPDX-License-Identifier: ISC */
/*
 * solo5.lds.S: the linker script, preprocessed once for each target.
 *
 *	LDS_BASE	address of the first segment
 *	LDS_PAGE	what segments are aligned to
 *	LDS_TRAP	what unused space between instructions is filled with
 *	LDS_LARGE_PAGES
 *			defined where pages are so large that the rest of each
 *			segment's last one had better not be in the file
 *	LDS_GUARD
 *			defined where the bindings report what the CPU found
 *			wrong, also when the stack has overflowed
 *	LDS_FLAT
 *			defined where boot loaders take the file as it is, and
 *			not by its segments: it then has all there is before
 *			.bss, the bindings' variables and the page that guards
 *			them included; and has a note for PVH
 *	LDS_WRITABLE_MANIFEST
 *			defined where the bindings, not a tender, attach the
 *			devices, and write that down in the manifest
 *
 * For GNU ld and for lld.  The symbols and segments are described in
 * solo5(7).
 */
ENTRY(_start)

#define R	FLAGS(4)
#define X	FLAGS(1)
#define RW	FLAGS(6)

PHDRS
{
	interp		PT_INTERP	R;
	text		PT_LOAD		X;
	rodata		PT_LOAD		R;
	data		PT_LOAD		RW;
	tdata		PT_LOAD		R;
	bss		PT_LOAD		RW;
	tls		PT_TLS		R;
	not_openbsd	PT_NOTE		R;
	abi		PT_NOTE		R;
	manifest	PT_NOTE		R;
#ifdef LDS_FLAT
	pvh		PT_NOTE		R;
#endif
}

#define MANIFEST(segment)						\
	.note.solo5.manifest : {					\
		KEEP(*(.note.solo5.manifest))				\
	} :segment :manifest

/*
 * A segment ends where a page does.  PAGE_END is for its last section, and
 * keeps that if it is empty; SEGMENT_END comes behind it.  What is not in the
 * file lacks the page's last byte, so that no empty section is where this one
 * ends: strip would take that for a part of it, and write all of it.
 */
#ifdef LDS_LARGE_PAGES
#define PAGE_END	. = .;
#define SEGMENT_END(segment)						\
	.solo5.end.segment (NOLOAD) : {					\
		. = ALIGN(LDS_PAGE) - (ALIGN(LDS_PAGE) != .);		\
	} :segment							\
	. = ALIGN(LDS_PAGE);
#else
#define PAGE_END	. = ALIGN(LDS_PAGE);
#define SEGMENT_END(segment)
#endif

SECTIONS
{
	/* By these names OpenBSD's compilers know the stack protector. */
	PROVIDE_HIDDEN(__guard_local = __stack_chk_guard);
	PROVIDE_HIDDEN(__stack_smash_handler = __stack_chk_fail);

	. = LDS_BASE;
	_stext = .;

	.interp : {
		KEEP(*(.interp))
	} :text :interp

#ifdef LDS_FLAT
	/*
	 * A boot loader looks for a header of the bindings' in the first 8 KiB
	 * of the file, however the application's code is aligned.
	 */
	.boot.solo5 : {
		*solo5_*.o(.text .text.*)
	} :text
#endif

	/*
	 * The bindings come first on the command line, and in them the entry
	 * point: Muen starts what is right behind .interp.
	 */
	.text : {
		*(.text .text.*)
		*(.init .fini .ltext .ltext.* .sfpr)
		PAGE_END
	} :text =LDS_TRAP

	SEGMENT_END(text)

#ifdef LDS_FLAT
	/* A page that the hypervisor writes to. */
	.hypercall.solo5 : {
		*(.hypercall.solo5)
	} :text
#endif

	_etext = .;

	/* One reader goes by these sections, another by their headers. */
	.note.solo5.not_openbsd : {
		KEEP(*(.note.solo5.not_openbsd))
	} :rodata :not_openbsd

	.note.solo5.abi : {
		KEEP(*(.note.solo5.abi))
	} :rodata :abi

#ifdef LDS_FLAT
	.note.solo5.pvh : {
		KEEP(*(.note.solo5.pvh))
	} :rodata :pvh
#endif

#ifndef LDS_WRITABLE_MANIFEST
	MANIFEST(rodata)
#endif

	/*
	 * Constructors are not run; an application that wants them run can
	 * find them.
	 */
	.init_array : {
		PROVIDE_HIDDEN(__preinit_array_start = .);
		KEEP(*(.preinit_array))
		PROVIDE_HIDDEN(__preinit_array_end = .);
		PROVIDE_HIDDEN(__init_array_start = .);
		KEEP(*(SORT_BY_INIT_PRIORITY(.init_array.*)))
		KEEP(*(.init_array .ctors))
		PROVIDE_HIDDEN(__init_array_end = .);
		PROVIDE_HIDDEN(__fini_array_start = .);
		KEEP(*(SORT_BY_INIT_PRIORITY(.fini_array.*)))
		KEEP(*(.fini_array .dtors))
		PROVIDE_HIDDEN(__fini_array_end = .);
	} :rodata

	/* For languages that unwind, and for debuggers. */
	.gcc_except_table : {
		*(.gcc_except_table .gcc_except_table.*)
	} :rodata

	.eh_frame_hdr : {
		*(.eh_frame_hdr)
	} :rodata

	.eh_frame : {
		KEEP(*(.eh_frame))
	} :rodata

	/* Nothing is relocated at run time, so much need not be writable. */
	.got : {
		*(.got .got.plt .toc .branch_lt)
	} :rodata

	.rodata : {
		*(.rodata .rodata.*)
		*(.lrodata .lrodata.*)
		*(.data.rel.ro .data.rel.ro.*)
		PAGE_END
	} :rodata

	SEGMENT_END(rodata)

	_erodata = .;

#ifdef LDS_WRITABLE_MANIFEST
	MANIFEST(data)
#endif

	.data : {
		*(.data .data.*)
		*(.ldata .ldata.*)
		*(.tm_clone_table)
		PAGE_END
#ifdef LDS_FLAT
		*(.bss.solo5)
		. = ALIGN(LDS_PAGE);
		*(.guard.solo5)
#endif
	} :data

	SEGMENT_END(data)

#ifdef LDS_GUARD
	/*
	 * Variables of the bindings.  A stack that overflows comes down
	 * through the heap and .bss, and then to a page that is in no segment.
	 */
	.bss.solo5 : {
		*(.bss.solo5)
		. = ALIGN(LDS_PAGE);
	} :data

	. += LDS_PAGE;
#endif

	/*
	 * The TLS image.  Its alignment must not be made larger than its
	 * variables ask for, as the compiler's offsets depend on it; so the
	 * page that it starts on is none of the section's business.  The
	 * bindings are told what it is, and the length is made a multiple of
	 * it.  The assignment keeps the section, and with it the segment's
	 * address, where there are no such variables.
	 */
	. = ALIGN(LDS_PAGE);
	_stdata = .;

	.tdata : {
		*(.tdata .tdata.* .gnu.linkonce.td.*)
		. = .;
	} :tdata :tls

	/* Takes no space in memory, so it is in no segment but the TLS one. */
	.tbss : {
		*(.tbss .tbss.* .gnu.linkonce.tb.*)
		*(.tcommon)
	} :tls

#ifdef LDS_FLAT
	/* Up to the end of the page, which is then in the file. */
	.tdata.solo5 : {
		BYTE(0)
		. = ALIGN(LDS_PAGE);
	} :tdata
#endif

	_ltdata = SIZEOF(.tdata);
	_ltalign = MAX(1, MAX(ALIGNOF(.tdata), ALIGNOF(.tbss)));
	_ltbss = ALIGN(ALIGN(_ltdata, ALIGNOF(.tbss)) + SIZEOF(.tbss),
	    _ltalign) - _ltdata;
	ASSERT(_ltalign <= LDS_PAGE,
	    "solo5: a thread-local variable is aligned to more than a page")

	. = ALIGN(LDS_PAGE);
	_edata = .;

	.bss : {
		*(.bss .bss.*)
		*(.lbss .lbss.*)
		*(COMMON)
		PAGE_END
	} :bss

	SEGMENT_END(bss)

	_ebss = .;
	_end = .;

	/* Nothing relocates a unikernel, and so nothing may be left to do. */
	.rela : {
		*(.rela.*)
		*(.rel.*)
		*(.relr.*)
	} :NONE
	ASSERT(SIZEOF(.rela) == 0,
	    "solo5: code that needs relocation, or an ifunc")

	.plt : {
		*(.plt .plt.* .iplt)
	} :NONE
	ASSERT(SIZEOF(.plt) == 0,
	    "solo5: code that needs a dynamic linker, or an ifunc")

	/DISCARD/ : {
		*(.note.gnu.* .note.GNU-stack)
	}

	/*
	 * What is not named above has no place; what is not loaded needs
	 * none.
	 */
	.solo5.unknown : {
		INPUT_SECTION_FLAGS(SHF_ALLOC) *(*)
	} :NONE
	ASSERT(SIZEOF(.solo5.unknown) == 0,
	    "solo5: sections of unknown names: see .solo5.unknown with -Map")
}
