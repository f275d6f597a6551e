/* SPDX-License-Identifier: ISC */
/*
 * table.c: the table of crafted files.
 *
 * One row, one fault.  Faults that the library could take for another have a
 * row each for the values beside the limit; the rows at the end are on the
 * good side of it.
 */
#include <config.h>

#include "table.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "compiler.h"
#include "solo5-elf.h"

/* Changes: a field of the ELF header, of a program header; u8, u32, u64. */
#define E(field, value)							\
    { CRAFT_EHDR(field), sizeof(((Elf64_Ehdr *)0)->field), (value) }
#define P(phdr, field, value)						\
    { CRAFT_PHDR(CRAFT_##phdr, field),					\
    sizeof(((Elf64_Phdr *)0)->field), (value) }
#define B(at, value)	{ (at), 1, (value) }
#define W(at, value)	{ (at), 4, (value) }
#define L(at, value)	{ (at), 8, (value) }

/* Fields of notes and of manifest entries, from where these begin. */
#define NAMESZ	0
#define DESCSZ	4
#define TYPE	8
#define NAME	12
#define DESC	20
#define ENTRY_TYPE	68
#define ENTRY_UNION	72
#define ENTRY_PRIVATE	88
#define ENTRY_ATTACHED	96
#define ENTRY_LAST	103

/* Size of the file of CRAFT_BASE, and of its manifest note. */
#define SIZE		(CRAFT_OFFSET(CRAFT_TDATA) + CRAFT_TDATA_SIZE)
#define MANIFEST_SIZE	(32u + 4 * 104)
#define MAX		UINT64_MAX

static const struct craft_spec aarch64 = {
	.machine = 183, .target = 2, .version = 2, .align = 0x10000,
	.devices = 1,
};
static const struct craft_spec ppc64_elfv1 = {
	.machine = 21, .flags = 1, .target = 2, .version = 2,
	.align = 0x10000, .devices = 1,
};
static const struct craft_spec ppc64_elfv2 = {
	.machine = 21, .flags = 2, .target = 2, .version = 2,
	.align = 0x10000, .devices = 1,
};
static const struct craft_spec ppc64_elfv3 = {
	.machine = 21, .flags = 3, .target = 2, .version = 2,
	.align = 0x10000, .devices = 1,
};
static const struct craft_spec ppc64_any = {
	.machine = 21, .flags = 0, .target = 2, .version = 2,
	.align = 0x10000, .devices = 1,
};
static const struct craft_spec version1 = {
	.machine = 62, .target = 2, .version = 1, .align = 0x1000,
	.devices = 3,
};
static const struct craft_spec compact = {
	.machine = 62, .target = 2, .version = 2, .align = 1, .devices = 3,
};
static const struct craft_spec hvt = {
	.machine = 62, .target = 1, .version = 2, .align = 0x1000,
	.devices = 3,
};
static const struct craft_spec full = {
	.machine = 62, .target = 2, .version = 2, .align = 0x1000,
	.devices = 63,
};
static const struct craft_spec without_devices = {
	.machine = 62, .target = 2, .version = 2, .align = 0x1000,
	.devices = 0,
};

/*
 * Moves the program headers to the end of the file and brings their number
 * to phnum by segments of one byte each, of the type given, behind the bss.
 */
static void
more_phdrs(struct craft *file, uint32_t phnum, uint32_t type)
{
	const size_t from = file->size;
	uint8_t *ph;

	craft_resize(file, from + phnum * 56u);
	memcpy(file->data + from, file->data + 64, file->phnum * 56u);
	for (uint32_t i = file->phnum; i < phnum; i++) {
		ph = file->data + from + i * 56u;
		craft_put(ph, 4, type);
		craft_put(ph + 4, 4, PF_R);
		craft_put(ph + 16, 8, 0x180000 + i * 0x1000u);
		craft_put(ph + 40, 8, 1);
		craft_put(ph + 48, 8, 0x1000);
	}
	craft_put(file->data + CRAFT_EHDR(e_phoff), 8, from);
	craft_put(file->data + CRAFT_EHDR(e_phnum), 2, phnum);
}

static void
seventeen_segments(struct craft *file)
{
	more_phdrs(file, CRAFT_PHNUM + 12, PT_LOAD);
}

static void
sixteen_segments(struct craft *file)
{
	more_phdrs(file, CRAFT_PHNUM + 11, PT_LOAD);
}

static void
sixtyfour_phdrs(struct craft *file)
{
	more_phdrs(file, 64, PT_NULL);
}

static void
sixtyfive_phdrs(struct craft *file)
{
	more_phdrs(file, 65, PT_NULL);
}

/* Makes PT_INTERP a segment of notes with what is given, at the end. */
static void
append_notes(struct craft *file, const void *notes, size_t size)
{
	uint8_t *ph = file->data + CRAFT_PHDR(CRAFT_INTERP, p_type);
	const size_t at = (file->size + 7) / 8 * 8;

	craft_put(ph, 4, PT_NOTE);
	craft_put(ph + 8, 8, at);
	craft_put(ph + 32, 8, size);
	craft_put(ph + 48, 8, 4);
	craft_resize(file, at + size);
	memcpy(file->data + at, notes, size);
}

/* Notes of others, the second with neither name nor content. */
static void
foreign_notes(struct craft *file)
{
	static const uint8_t notes[] = {
		4, 0, 0, 0, 5, 0, 0, 0, 3, 0, 0, 0, 'G', 'N', 'U', 0,
		1, 2, 3, 4, 5, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0,
		4, 0, 0, 0, 4, 0, 0, 0, 18, 0, 0, 0, 'X', 'e', 'n', 0,
		0, 0, 16, 0,
	};

	append_notes(file, notes, sizeof(notes));
}

/* Appends a note that the file has already, of at most MANIFEST_SIZE. */
static void
append_again(struct craft *file, size_t at, size_t size)
{
	uint8_t note[MANIFEST_SIZE];

	memcpy(note, file->data + at, size);
	append_notes(file, note, size);
}

/* A note of ours whose type nobody knows yet, of the ABI note's size. */
static void
unknown_note(struct craft *file)
{
	append_again(file, CRAFT_ABI, 36);
	craft_put(file->data + file->size - 36 + TYPE, 4, 0x32494241);
}

/* A second ABI note, and a second manifest note, behind the first. */
static void
second_abi(struct craft *file)
{
	append_again(file, CRAFT_ABI, 36);
}

static void
second_manifest(struct craft *file)
{
	append_again(file, CRAFT_MANIFEST, MANIFEST_SIZE);
}

/* A manifest of 64 entries and one byte. */
static void
manifest_too_large(struct craft *file)
{
	static const uint8_t zero[32 + 64 * 104 + 4];

	append_notes(file, zero, sizeof(zero));
	memcpy(file->data + file->size - sizeof(zero),
	    file->data + CRAFT_MANIFEST, 32 + 4 * 104);
	craft_put(file->data + file->size - sizeof(zero) + DESCSZ, 4,
	    4 + 8 + 64 * 104 + 1);
	craft_put(file->data + CRAFT_PHDR(CRAFT_NOTE_MANIFEST, p_type), 4,
	    PT_NULL);
}

static void
name_of_68(struct craft *file)
{
	memset(file->data + CRAFT_ENTRY_AT(1), 'a', 68);
}

static void
name_of_67(struct craft *file)
{
	memset(file->data + CRAFT_ENTRY_AT(1), 'z', 67);
}

/* All three notes in one segment, as linkers without a script do it. */
static void
merged_notes(struct craft *file)
{
	uint8_t *ph = file->data + CRAFT_PHDR(CRAFT_NOTE_OPENBSD, p_type);

	craft_put(ph + 32, 8, 64 + MANIFEST_SIZE);
	craft_put(ph + 48, 8, 8);
	craft_put(ph + 56, 4, PT_NULL);
	craft_put(ph + 112, 4, PT_NULL);
}

/*
 * The same, but the first note begins between two multiples of 8, so that
 * where the manifest is can only be told from the file's start.
 */
static void
merged_notes_skewed(struct craft *file)
{
	uint8_t *ph = file->data + CRAFT_PHDR(CRAFT_NOTE_ABI, p_type);

	memmove(file->data + CRAFT_ABI + 4, file->data + CRAFT_ABI, 36);
	memset(file->data + CRAFT_ABI, 0, 4);
	craft_put(ph + 8, 8, CRAFT_ABI + 4);
	craft_put(ph + 32, 8, 36 + MANIFEST_SIZE);
	craft_put(ph + 48, 8, 8);
	craft_put(ph + 56, 4, PT_NULL);
}

/* As many bytes of notes as there may be, zero behind the last. */
static void
largest_notes(struct craft *file)
{
	static const uint8_t zero[8192];

	append_notes(file, zero, sizeof(zero));
	memcpy(file->data + file->size - sizeof(zero),
	    file->data + CRAFT_OPENBSD, 24);
}

#define BAD(name, reason, ...)						\
    { name, S5ELF_##reason, NULL, { __VA_ARGS__ }, NULL, 0 }
#define BAD_CPU(name, reason, cpu, ...)					\
    { name, S5ELF_##reason, &cpu, { __VA_ARGS__ }, NULL, 0 }
#define BAD_CUT(name, reason, size)					\
    { name, S5ELF_##reason, NULL, { { 0, 0, 0 } }, NULL, (size) }
#define BAD_HOW(name, reason, how)					\
    { name, S5ELF_##reason, NULL, { { 0, 0, 0 } }, how, 0 }
#define GOOD(name, ...)							\
    { name, S5ELF_OK, NULL, { __VA_ARGS__ }, NULL, 0 }
#define GOOD_SPEC(name, spec)						\
    { name, S5ELF_OK, &spec, { { 0, 0, 0 } }, NULL, 0 }
#define GOOD_HOW(name, how)						\
    { name, S5ELF_OK, NULL, { { 0, 0, 0 } }, how, 0 }

const struct table_row table[] = {
	/* The ELF header. */
	BAD("magic-0", NOT_ELF, B(0, 0x7e)),
	BAD("magic-1", NOT_ELF, B(1, 'e')),
	BAD("magic-2", NOT_ELF, B(2, 'l')),
	BAD("magic-3", NOT_ELF, B(3, 'f')),
	BAD_CUT("cut-1", NOT_ELF, 1),
	BAD_CUT("cut-3", NOT_ELF, 3),
	BAD_CUT("cut-4", EHDR_CUT, 4),
	BAD_CUT("cut-63", EHDR_CUT, 63),
	BAD("class-none", CLASS, B(EI_CLASS, 0)),
	BAD("class-32", CLASS, B(EI_CLASS, 1)),
	BAD("class-3", CLASS, B(EI_CLASS, 3)),
	BAD("data-none", DATA, B(EI_DATA, 0)),
	BAD("data-big-endian", DATA, B(EI_DATA, 2)),
	BAD("ident-version-0", VERSION, B(EI_VERSION, 0)),
	BAD("ident-version-2", VERSION, B(EI_VERSION, 2)),
	BAD("version-0", VERSION, E(e_version, 0)),
	BAD("version-2", VERSION, E(e_version, 2)),
	BAD("type-none", TYPE, E(e_type, 0)),
	BAD("type-object", TYPE, E(e_type, 1)),
	BAD("type-pie", TYPE, E(e_type, 3)),
	BAD("type-core", TYPE, E(e_type, 4)),
	BAD("machine-none", MACHINE, E(e_machine, 0)),
	BAD("machine-i386", MACHINE, E(e_machine, 3)),
	BAD("machine-ppc", MACHINE, E(e_machine, 20)),
	BAD("machine-riscv", MACHINE, E(e_machine, 243)),
	BAD_CPU("ppc64-elfv1", FLAGS, ppc64_elfv1, { 0, 0, 0 }),
	BAD_CPU("ppc64-elfv3", FLAGS, ppc64_elfv3, { 0, 0, 0 }),

	/* Program headers. */
	BAD("phentsize-0", PHENTSIZE, E(e_phentsize, 0)),
	BAD("phentsize-55", PHENTSIZE, E(e_phentsize, 55)),
	BAD("phentsize-57", PHENTSIZE, E(e_phentsize, 57)),
	BAD("phnum-0", PHDRS_NONE, E(e_phnum, 0)),
	BAD_HOW("phnum-65", PHDRS_MANY, sixtyfive_phdrs),
	BAD("phnum-extended", PHDRS_MANY, E(e_phnum, 0xffff)),
	BAD("phdrs-end-outside", PHDRS_OUTSIDE,
	    E(e_phoff, SIZE - CRAFT_PHNUM * 56 + 1)),
	BAD("phdrs-all-outside", PHDRS_OUTSIDE, E(e_phoff, SIZE + 1)),
	BAD("phdrs-wrap", PHDRS_OUTSIDE,
	    E(e_phoff, MAX - CRAFT_PHNUM * 56 + 1)),
	BAD("phdrs-last", PHDRS_OUTSIDE, E(e_phoff, MAX)),
	BAD_CUT("cut-phdrs", PHDRS_OUTSIDE, 64 + CRAFT_PHNUM * 56 - 1),

	/* Loadable segments. */
	BAD("segments-none", SEGMENTS_NONE,
	    P(TEXT, p_type, PT_NULL), P(RODATA, p_type, PT_NULL),
	    P(DATA, p_type, PT_NULL), P(TDATA, p_type, PT_NULL),
	    P(BSS, p_type, PT_NULL)),
	BAD_HOW("segments-17", SEGMENTS_MANY, seventeen_segments),
	BAD("filesz-above-memsz", SEGMENT_FILESZ,
	    P(DATA, p_filesz, CRAFT_DATA_SIZE + 1)),
	BAD("filesz-last", SEGMENT_FILESZ, P(DATA, p_filesz, MAX)),
	BAD("filesz-memsz-0", SEGMENT_FILESZ, P(DATA, p_memsz, 0)),
	BAD("text-writable", SEGMENT_WX, P(TEXT, p_flags, PF_W | PF_X)),
	BAD("data-executable", SEGMENT_WX,
	    P(DATA, p_flags, PF_R | PF_W | PF_X)),
	BAD("bss-executable", SEGMENT_WX,
	    P(BSS, p_flags, PF_R | PF_W | PF_X)),
	BAD("text-at-0", SEGMENT_LOW, P(TEXT, p_vaddr, 0)),
	BAD("text-below-base", SEGMENT_LOW, P(TEXT, p_vaddr, 0xff000)),
	BAD("text-just-below-base", SEGMENT_LOW,
	    P(TEXT, p_vaddr, 0xffff8), P(TEXT, p_align, 8)),
	BAD("memsz-wraps", SEGMENT_WRAP, P(BSS, p_memsz, MAX)),
	BAD("memsz-wraps-to-0", SEGMENT_WRAP,
	    P(BSS, p_memsz, MAX - CRAFT_VADDR(CRAFT_BSS) + 1)),
	BAD("vaddr-wraps", SEGMENT_WRAP, P(BSS, p_vaddr, MAX - 0xfff)),
	BAD("align-3", SEGMENT_ALIGN, P(DATA, p_align, 3)),
	BAD("align-0x1800", SEGMENT_ALIGN, P(DATA, p_align, 0x1800)),
	BAD("align-last", SEGMENT_ALIGN, P(DATA, p_align, MAX)),
	BAD("vaddr-misaligned", SEGMENT_MISALIGNED,
	    P(DATA, p_vaddr, CRAFT_VADDR(CRAFT_DATA) + 1)),
	BAD("vaddr-congruent", SEGMENT_MISALIGNED,
	    P(DATA, p_vaddr, CRAFT_VADDR(CRAFT_DATA) + 8),
	    P(DATA, p_offset, CRAFT_OFFSET(CRAFT_DATA) + 8)),
	BAD("align-above-vaddr", SEGMENT_MISALIGNED,
	    P(DATA, p_align, 0x200000)),
	BAD("align-2-to-the-63", SEGMENT_MISALIGNED,
	    P(DATA, p_align, 1ull << 63)),
	BAD("bss-misaligned", SEGMENT_MISALIGNED,
	    P(BSS, p_vaddr, CRAFT_VADDR(CRAFT_BSS) + 0x800)),
	BAD("offset-misaligned", SEGMENT_OFFSET,
	    P(DATA, p_offset, CRAFT_OFFSET(CRAFT_DATA) + 1)),
	BAD("offset-half", SEGMENT_OFFSET,
	    P(DATA, p_offset, CRAFT_OFFSET(CRAFT_DATA) - 0x800)),
	BAD("data-outside-by-1", SEGMENT_OUTSIDE,
	    P(TDATA, p_filesz, CRAFT_TDATA_SIZE + 1),
	    P(TDATA, p_memsz, CRAFT_TDATA_SIZE + 1)),
	BAD("data-outside", SEGMENT_OUTSIDE,
	    P(TDATA, p_offset, CRAFT_OFFSET(CRAFT_BSS))),
	BAD("data-wraps", SEGMENT_OUTSIDE,
	    P(TEXT, p_offset, MAX - 0xfff), P(TEXT, p_filesz, 0x1000),
	    P(TEXT, p_memsz, 0x1000)),
	BAD("filesz-huge", SEGMENT_OUTSIDE,
	    P(TDATA, p_filesz, 1ull << 62), P(TDATA, p_memsz, 1ull << 62)),
	BAD_CUT("cut-last-byte", SEGMENT_OUTSIDE, SIZE - 1),
	BAD_CUT("cut-behind-headers", SEGMENT_OUTSIDE,
	    64 + CRAFT_PHNUM * 56),
	BAD("order-swapped", SEGMENT_ORDER,
	    P(TEXT, p_vaddr, CRAFT_VADDR(CRAFT_RODATA)),
	    P(RODATA, p_vaddr, CRAFT_VADDR(CRAFT_TEXT))),
	BAD("order-last-first", SEGMENT_ORDER,
	    P(TEXT, p_vaddr, CRAFT_VADDR(CRAFT_BSS) + 0x10000)),
	BAD("order-bss", SEGMENT_ORDER,
	    P(BSS, p_vaddr, CRAFT_VADDR(CRAFT_TDATA) - 0x1000)),
	BAD("overlap-same", SEGMENT_OVERLAP,
	    P(RODATA, p_vaddr, CRAFT_VADDR(CRAFT_TEXT))),
	BAD("overlap-by-1", SEGMENT_OVERLAP, P(TEXT, p_memsz, 0x10001)),
	BAD("overlap-all", SEGMENT_OVERLAP, P(TEXT, p_memsz, 1ull << 40)),
	BAD("overlap-bss", SEGMENT_OVERLAP,
	    P(BSS, p_vaddr, CRAFT_VADDR(CRAFT_TDATA))),
	BAD("entry-0", ENTRY, E(e_entry, 0)),
	BAD("entry-below", ENTRY,
	    E(e_entry, CRAFT_VADDR(CRAFT_TEXT) - 4)),
	BAD("entry-behind", ENTRY,
	    E(e_entry, CRAFT_VADDR(CRAFT_TEXT) + CRAFT_TEXT_SIZE)),
	BAD("entry-in-rodata", ENTRY,
	    E(e_entry, CRAFT_VADDR(CRAFT_RODATA) + 0x20)),
	BAD("entry-in-data", ENTRY, E(e_entry, CRAFT_VADDR(CRAFT_DATA))),
	BAD("entry-in-zeroes", ENTRY,
	    E(e_entry, CRAFT_VADDR(CRAFT_TEXT) + CRAFT_TEXT_SIZE),
	    P(TEXT, p_memsz, CRAFT_TEXT_SIZE + 0x100)),
	BAD("entry-last", ENTRY, E(e_entry, MAX - 3)),
	BAD("no-text", ENTRY, P(TEXT, p_flags, PF_R)),
	BAD_CPU("aarch64-entry-odd", ENTRY_MISALIGNED, aarch64,
	    E(e_entry, CRAFT_ENTRY + 2)),
	BAD_CPU("ppc64-entry-odd", ENTRY_MISALIGNED, ppc64_elfv2,
	    E(e_entry, CRAFT_ENTRY + 1)),

	/* The TLS segment; the interpreter's is turned into a second one. */
	BAD("tls-two", TLS_MANY, P(INTERP, p_type, PT_TLS)),
	BAD("tls-filesz-above-memsz", TLS_FILESZ,
	    P(TLS, p_memsz, CRAFT_TDATA_SIZE - 1)),
	BAD("tls-wraps", TLS_WRAP, P(TLS, p_memsz, MAX)),
	BAD("tls-bss-wraps", TLS_WRAP,
	    P(TLS, p_vaddr, MAX), P(TLS, p_filesz, 0)),
	BAD("tls-align-3", TLS_ALIGN, P(TLS, p_align, 3)),
	BAD("tls-align-large", TLS_ALIGN_LARGE,
	    P(TLS, p_align, 0x200000)),
	BAD("tls-align-2-to-the-63", TLS_ALIGN_LARGE,
	    P(TLS, p_align, 1ull << 63)),
	BAD("tls-elsewhere", TLS_OUTSIDE,
	    P(TLS, p_vaddr, CRAFT_VADDR(CRAFT_TDATA) + 0x8000)),
	BAD("tls-below", TLS_OUTSIDE,
	    P(TLS, p_vaddr, CRAFT_VADDR(CRAFT_TDATA) - 1)),
	BAD("tls-above", TLS_OUTSIDE,
	    P(TLS, p_vaddr, CRAFT_VADDR(CRAFT_TDATA) + 1)),
	BAD("tls-too-long", TLS_OUTSIDE,
	    P(TLS, p_filesz, CRAFT_TDATA_SIZE + 1)),
	BAD("tls-in-bss", TLS_OUTSIDE,
	    P(TLS, p_vaddr, CRAFT_VADDR(CRAFT_BSS))),

	/* Notes. */
	BAD("notes-8193", NOTE_SEGMENT_LARGE,
	    P(NOTE_ABI, p_filesz, 8193)),
	BAD("notes-last", NOTE_SEGMENT_LARGE,
	    P(NOTE_MANIFEST, p_filesz, MAX)),
	BAD("notes-outside-by-1", NOTE_SEGMENT_OUTSIDE,
	    P(NOTE_ABI, p_offset, SIZE - 36 + 1)),
	BAD("notes-outside", NOTE_SEGMENT_OUTSIDE,
	    P(NOTE_ABI, p_offset, SIZE + 1)),
	BAD("notes-wrap", NOTE_SEGMENT_OUTSIDE,
	    P(NOTE_ABI, p_offset, MAX - 3)),
	BAD("note-of-1", NOTE_CUT, P(NOTE_ABI, p_filesz, 1)),
	BAD("note-of-11", NOTE_CUT, P(NOTE_ABI, p_filesz, 11)),
	BAD("note-and-a-bit", NOTE_CUT, P(NOTE_ABI, p_filesz, 36 + 8)),
	BAD("note-name-cut", NOTE_NAME, P(NOTE_ABI, p_filesz, 12 + 7)),
	BAD("note-name-above", NOTE_NAME, W(CRAFT_ABI + NAMESZ, 25)),
	BAD("note-name-huge", NOTE_NAME,
	    W(CRAFT_ABI + NAMESZ, 0x80000000)),
	BAD("note-name-wraps", NOTE_NAME,
	    W(CRAFT_ABI + NAMESZ, 0xfffffffd)),
	BAD("note-name-last", NOTE_NAME,
	    W(CRAFT_MANIFEST + NAMESZ, 0xffffffff)),
	BAD("note-desc-cut", NOTE_DESC, P(NOTE_ABI, p_filesz, 36 - 1)),
	BAD("note-desc-above", NOTE_DESC, W(CRAFT_ABI + DESCSZ, 17)),
	BAD("note-desc-huge", NOTE_DESC,
	    W(CRAFT_MANIFEST + DESCSZ, 0x7fffffff)),
	BAD("note-desc-last", NOTE_DESC,
	    W(CRAFT_MANIFEST + DESCSZ, 0xffffffff)),
	BAD("note-foreign-huge", NOTE_DESC,
	    W(CRAFT_OPENBSD + DESCSZ, 0xfffffff0)),

	/* The ABI note. */
	BAD("abi-none", NO_ABI, P(NOTE_ABI, p_type, PT_NULL)),
	BAD("abi-no-size", NO_ABI, P(NOTE_ABI, p_filesz, 0)),
	BAD("abi-other-name", NO_ABI, B(CRAFT_ABI + NAME, 's')),
	BAD("abi-name-of-5", NO_ABI, W(CRAFT_ABI + NAMESZ, 5)),
	BAD("abi-name-of-7", NO_ABI, W(CRAFT_ABI + NAMESZ, 7)),
	BAD("abi-other-type", NO_ABI,
	    W(CRAFT_ABI + TYPE, 0x32494241)),
	BAD("not-ours", NO_ABI, P(NOTE_ABI, p_type, PT_NULL),
	    P(TEXT, p_vaddr, 0x1000)),
	BAD("not-ours-pie", NO_ABI, P(NOTE_ABI, p_type, PT_NULL),
	    E(e_type, 3)),
	BAD_HOW("abi-two", ABI_TWICE, second_abi),
	BAD("abi-of-0", ABI_SIZE, W(CRAFT_ABI + DESCSZ, 0),
	    P(NOTE_ABI, p_filesz, 20)),
	BAD("abi-of-15", ABI_SIZE, W(CRAFT_ABI + DESCSZ, 15)),
	BAD("abi-of-17", ABI_SIZE, W(CRAFT_ABI + DESCSZ, 17),
	    P(NOTE_ABI, p_filesz, 40)),
	BAD("abi-of-20", ABI_SIZE, W(CRAFT_ABI + DESCSZ, 20),
	    P(NOTE_ABI, p_filesz, 40)),
	BAD("abi-reserved-0", ABI_RESERVED, W(CRAFT_ABI + DESC + 8, 1)),
	BAD("abi-reserved-1", ABI_RESERVED,
	    W(CRAFT_ABI + DESC + 12, 0x80000000)),

	/* The manifest note. */
	BAD("manifest-none", NO_MANIFEST,
	    P(NOTE_MANIFEST, p_type, PT_NULL)),
	BAD("manifest-other-name", NO_MANIFEST,
	    B(CRAFT_MANIFEST + NAME + 4, '6')),
	BAD("manifest-other-type", NO_MANIFEST,
	    W(CRAFT_MANIFEST + TYPE, 0x3254464d)),
	BAD_HOW("manifest-two", MANIFEST_TWICE, second_manifest),
	BAD("manifest-of-0", MANIFEST_NOTE_SIZE,
	    W(CRAFT_MANIFEST + DESCSZ, 0),
	    P(NOTE_MANIFEST, p_filesz, 20)),
	BAD("manifest-of-11", MANIFEST_NOTE_SIZE,
	    W(CRAFT_MANIFEST + DESCSZ, 4 + 7),
	    P(NOTE_MANIFEST, p_filesz, 20 + 4 + 7)),
	BAD_HOW("manifest-above-64", MANIFEST_NOTE_SIZE,
	    manifest_too_large),
	BAD("manifest-pad-0", MANIFEST_PAD, B(CRAFT_MANIFEST + DESC, 1)),
	BAD("manifest-pad-3", MANIFEST_PAD,
	    B(CRAFT_MANIFEST + DESC + 3, 0x80)),
	BAD("manifest-version-0", MANIFEST_VERSION, W(CRAFT_MFT, 0)),
	BAD("manifest-version-2", MANIFEST_VERSION, W(CRAFT_MFT, 2)),
	BAD("manifest-count-0", MANIFEST_COUNT, W(CRAFT_MFT + 4, 0)),
	BAD("manifest-count-65", MANIFEST_COUNT, W(CRAFT_MFT + 4, 65)),
	BAD("manifest-count-last", MANIFEST_COUNT,
	    W(CRAFT_MFT + 4, 0xffffffff)),
	BAD("manifest-count-3-of-4", MANIFEST_SIZE, W(CRAFT_MFT + 4, 3)),
	BAD("manifest-count-5-of-4", MANIFEST_SIZE, W(CRAFT_MFT + 4, 5)),
	BAD("manifest-cut", MANIFEST_SIZE,
	    W(CRAFT_MANIFEST + DESCSZ, 4 + 8 + 4 * 104 - 1),
	    P(NOTE_MANIFEST, p_filesz, MANIFEST_SIZE - 1)),
	BAD("manifest-no-entries", MANIFEST_SIZE,
	    W(CRAFT_MANIFEST + DESCSZ, 4 + 8),
	    P(NOTE_MANIFEST, p_filesz, 32)),
	BAD("first-is-device", MANIFEST_FIRST,
	    W(CRAFT_ENTRY_AT(0) + ENTRY_TYPE, 1)),
	BAD("first-has-name", MANIFEST_FIRST, B(CRAFT_ENTRY_AT(0), 'x')),
	BAD("first-has-tail", MANIFEST_FIRST,
	    B(CRAFT_ENTRY_AT(0) + 67, 1)),
	BAD("type-0", MANIFEST_TYPE,
	    W(CRAFT_ENTRY_AT(1) + ENTRY_TYPE, 0)),
	BAD("type-3", MANIFEST_TYPE,
	    W(CRAFT_ENTRY_AT(3) + ENTRY_TYPE, 3)),
	BAD("type-reserved", MANIFEST_TYPE,
	    W(CRAFT_ENTRY_AT(2) + ENTRY_TYPE, 0x40000000)),
	BAD_HOW("name-of-68", MANIFEST_NAME_ENDLESS, name_of_68),
	BAD("name-empty", MANIFEST_NAME_EMPTY, W(CRAFT_ENTRY_AT(1), 0)),
	BAD("name-slash", MANIFEST_NAME_CHARS,
	    B(CRAFT_ENTRY_AT(1), '/')),
	BAD("name-colon", MANIFEST_NAME_CHARS,
	    B(CRAFT_ENTRY_AT(1) + 1, ':')),
	BAD("name-at", MANIFEST_NAME_CHARS,
	    B(CRAFT_ENTRY_AT(2) + 2, '@')),
	BAD("name-bracket", MANIFEST_NAME_CHARS,
	    B(CRAFT_ENTRY_AT(2) + 3, '[')),
	BAD("name-grave", MANIFEST_NAME_CHARS,
	    B(CRAFT_ENTRY_AT(3), '`')),
	BAD("name-brace", MANIFEST_NAME_CHARS,
	    B(CRAFT_ENTRY_AT(3) + 1, '{')),
	BAD("name-quote", MANIFEST_NAME_CHARS,
	    B(CRAFT_ENTRY_AT(1) + 3, '"')),
	BAD("name-newline", MANIFEST_NAME_CHARS,
	    B(CRAFT_ENTRY_AT(1) + 4, '\n')),
	BAD("name-escape", MANIFEST_NAME_CHARS,
	    B(CRAFT_ENTRY_AT(1), 0x1b)),
	BAD("name-latin1", MANIFEST_NAME_CHARS,
	    B(CRAFT_ENTRY_AT(1), 0xe9)),
	BAD("name-tail", MANIFEST_NAME_TAIL,
	    B(CRAFT_ENTRY_AT(1) + 5, 'x')),
	BAD("name-tail-last", MANIFEST_NAME_TAIL,
	    B(CRAFT_ENTRY_AT(3) + 67, 'x')),
	BAD("name-twice", MANIFEST_NAME_TWICE,
	    B(CRAFT_ENTRY_AT(2) + 3, '0')),
	BAD("name-twice-last", MANIFEST_NAME_TWICE,
	    B(CRAFT_ENTRY_AT(3) + 3, '0')),
	BAD("union-first", MANIFEST_NOT_BLANK,
	    B(CRAFT_ENTRY_AT(1) + ENTRY_UNION, 1)),
	BAD("union-last", MANIFEST_NOT_BLANK,
	    B(CRAFT_ENTRY_AT(2) + ENTRY_PRIVATE - 1, 1)),
	BAD("private", MANIFEST_NOT_BLANK,
	    W(CRAFT_ENTRY_AT(1) + ENTRY_PRIVATE, 3)),
	BAD("attached", MANIFEST_NOT_BLANK,
	    B(CRAFT_ENTRY_AT(3) + ENTRY_ATTACHED, 1)),
	BAD("padding-last", MANIFEST_NOT_BLANK,
	    B(CRAFT_ENTRY_AT(3) + ENTRY_LAST, 1)),
	BAD("first-private", MANIFEST_NOT_BLANK,
	    L(CRAFT_ENTRY_AT(0) + ENTRY_PRIVATE, MAX)),

	/* Guest memory, of 3 MiB and as anybody may have it. */
	BAD("bss-huge", NO_ROOM, P(BSS, p_memsz, 1ull << 40)),
	BAD("bss-far", NO_ROOM, P(BSS, p_vaddr, 1ull << 46)),
	BAD("bss-to-the-end", NO_ROOM,
	    P(BSS, p_memsz, MAX - CRAFT_VADDR(CRAFT_BSS))),
	BAD("shared-page", PAGE_SHARED,
	    P(DATA, p_align, 0x100),
	    P(DATA, p_vaddr, CRAFT_VADDR(CRAFT_RODATA) + 0x800)),
	BAD("shared-page-bss", PAGE_SHARED,
	    P(BSS, p_align, 0x100),
	    P(BSS, p_vaddr, CRAFT_VADDR(CRAFT_TDATA) + 0xf00)),

	/* On the good side. */
	GOOD("base", { 0, 0, 0 }),
	GOOD_SPEC("version1", version1),
	GOOD_SPEC("compact", compact),
	GOOD_SPEC("hvt", hvt),
	GOOD_SPEC("devices-0", without_devices),
	GOOD_SPEC("devices-63", full),
	GOOD_SPEC("aarch64", aarch64),
	GOOD_SPEC("ppc64-elfv2", ppc64_elfv2),
	GOOD_SPEC("ppc64-any", ppc64_any),
	GOOD("ident-any", B(EI_OSABI, 255), B(EI_ABIVERSION, 255)),
	GOOD("x86_64-flags", E(e_flags, 0xffffffff)),
	GOOD("entry-first", E(e_entry, CRAFT_VADDR(CRAFT_TEXT))),
	GOOD("entry-last-byte",
	    E(e_entry, CRAFT_VADDR(CRAFT_TEXT) + CRAFT_TEXT_SIZE - 1)),
	GOOD_HOW("phnum-64", sixtyfour_phdrs),
	GOOD_HOW("segments-16", sixteen_segments),
	GOOD("align-0", P(TEXT, p_align, 0), P(DATA, p_align, 0),
	    P(BSS, p_align, 0), P(TLS, p_align, 0)),
	GOOD("align-64k", P(BSS, p_align, 0x10000)),
	GOOD("offset-of-nothing", P(BSS, p_offset, MAX)),
	GOOD("nothing-anywhere", P(TDATA, p_memsz, 0),
	    P(TDATA, p_filesz, 0), P(TDATA, p_vaddr, 1),
	    P(TDATA, p_flags, PF_R | PF_W | PF_X), P(TLS, p_filesz, 0),
	    P(TDATA, p_align, 3)),
	GOOD("all-flags-off", P(RODATA, p_flags, 0)),
	GOOD("adjacent", P(TEXT, p_memsz, 0x10000)),
	GOOD("same-protection-same-page",
	    P(TDATA, p_flags, PF_R | PF_W), P(TDATA, p_align, 0x100),
	    P(TDATA, p_vaddr, CRAFT_VADDR(CRAFT_DATA) + 0x100),
	    P(TLS, p_vaddr, CRAFT_VADDR(CRAFT_DATA) + 0x100)),
	GOOD("up-to-the-end", P(BSS, p_memsz,
	    0x300000 - CRAFT_VADDR(CRAFT_BSS))),
	GOOD("tls-none", P(TLS, p_type, PT_NULL)),
	GOOD("tls-bss-only", P(TLS, p_filesz, 0), P(TLS, p_vaddr, 0)),
	GOOD("tls-data-only", P(TLS, p_memsz, CRAFT_TDATA_SIZE)),
	GOOD("tls-align-1m", P(TLS, p_align, 0x100000)),
	GOOD("interp-none", P(INTERP, p_type, PT_NULL)),
	GOOD("stack-segment", P(INTERP, p_type, PT_GNU_STACK)),
	GOOD_HOW("notes-merged", merged_notes),
	GOOD_HOW("notes-merged-skewed", merged_notes_skewed),
	GOOD_HOW("notes-8192", largest_notes),
	GOOD_HOW("notes-foreign", foreign_notes),
	GOOD_HOW("notes-unknown", unknown_note),
	GOOD("notes-padded", P(NOTE_ABI, p_filesz, 36 + 4)),
	GOOD("notes-of-0", P(NOTE_OPENBSD, p_filesz, 0),
	    P(NOTE_OPENBSD, p_offset, MAX)),
	GOOD("note-at-the-end", P(NOTE_OPENBSD, p_offset, SIZE - 1),
	    P(NOTE_OPENBSD, p_filesz, 1), B(SIZE - 1, 0)),
	GOOD("abi-unknown-target", W(CRAFT_ABI + DESC, 7)),
	GOOD("abi-version-last", W(CRAFT_ABI + DESC + 4, 0xffffffff)),
	GOOD_HOW("name-of-67", name_of_67),
	GOOD("names-at-limits", L(CRAFT_ENTRY_AT(1), 0x7a617a5a5a413930)),
	GOOD("name-of-1", W(CRAFT_ENTRY_AT(1), 'd')),
	GOOD("name-is-prefix", W(CRAFT_ENTRY_AT(1), 0x766564)),
};

const size_t table_len = NELEM(table);

/*
 * Makes the changes of a row, those to notes so many bytes before.  False if
 * one is not within the file.
 */
static bool
poke(struct craft *file, const struct table_row *row, size_t before)
{
	const struct table_poke *p;
	size_t at;

	for (p = row->poke; p < row->poke + TABLE_POKES_MAX; p++) {
		at = p->at - (p->at < CRAFT_OPENBSD ? 0 : before);
		if (at + p->size > file->size)
			return false;
		craft_put(file->data + at, p->size, p->value);
	}
	return true;
}

void
table_make(struct craft *file, const struct table_row *row)
{
	craft_make(file, row->spec == NULL ? &CRAFT_BASE : row->spec);
	if (row->change != NULL)
		row->change(file);
	if (!poke(file, row, 0))
		check_broken(row->name);
	if (row->size != 0)
		craft_resize(file, row->size);
}

bool
table_make_compact(struct craft *file, const struct table_row *row)
{
	/* Behind the headers and the text, each up to a multiple of 8. */
	const size_t notes = (64 + CRAFT_PHNUM * 56 + CRAFT_TEXT_SIZE + 7) /
	    8 * 8;

	if (row->spec != NULL || row->change != NULL || row->size != 0)
		return false;
	craft_make(file, &compact);
	if (poke(file, row, CRAFT_OPENBSD - notes))
		return true;
	craft_free(file);
	return false;
}
