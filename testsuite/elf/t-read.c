/* SPDX-License-Identifier: ISC */
/*
 * t-read.c: how the library reads: how often, and what it makes of reads
 * that are short, interrupted, or fail.
 */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "craft.h"
#include "memsrc.h"
#include "solo5-elf.h"

#define START	0x100000u

static uint8_t mem[0x100000];

/* Everything that is read of a file; the first reason against it. */
static int
read_all(struct memsrc *m)
{
	struct s5elf *img;
	struct solo5_abi abi;
	static union {
		struct mft mft;
		uint8_t raw[S5ELF_MFT_SIZE];
	} u;
	int r;

	r = image_open(&img, &m->src);
	if (r != S5ELF_OK)
		return r;
	r = s5elf_abi(img, &abi);
	if (r == S5ELF_OK)
		r = s5elf_manifest(img, &u.mft, sizeof(u));
	if (r == S5ELF_OK)
		r = s5elf_load(img, mem, START, sizeof(mem));
	s5elf_close(img);
	return r;
}

/* The bytes from the first note to the last. */
static size_t
notes_size(const struct craft_spec *spec)
{
	return 64 + 32 + (spec->devices + 1) * 104u;
}

static void
check_calls(const struct craft_spec *spec, unsigned int calls, size_t bytes,
    const char *what)
{
	/* Constants are notes, and five bytes behind them. */
	const size_t segments = CRAFT_TEXT_SIZE + notes_size(spec) + 5 +
	    CRAFT_DATA_SIZE + (spec->version == 1 ? 0 : CRAFT_TDATA_SIZE);
	struct craft file;
	struct memsrc m;

	craft_make(&file, spec);
	memsrc_init(&m, file.data, file.size);
	CHECK_REASON(read_all(&m), S5ELF_OK, what);
	if (!CHECK(m.calls == calls) || !CHECK(m.bytes == bytes + segments))
		printf("%s: %u calls, %zu bytes\n", what, m.calls, m.bytes);
	craft_free(&file);
}

/*
 * The headers, the notes, and each segment that has bytes in the file: that
 * is the least there can be.
 */
static void
check_economy(void)
{
	struct craft_spec spec = CRAFT_BASE;
	struct craft file;

	check_calls(&spec, 1 + 1 + 4, 4096 + notes_size(&spec), "version 2");
	spec.devices = 63;
	check_calls(&spec, 1 + 1 + 4, 4096 + notes_size(&spec), "63 devices");
	spec.version = 1;
	check_calls(&spec, 1 + 1 + 3, 4096 + notes_size(&spec), "version 1");
	spec.align = 0x10000;
	check_calls(&spec, 1 + 1 + 3, 4096 + notes_size(&spec), "64 KiB");
	/* All of a file that is smaller than what is read at first. */
	spec.align = 1;
	spec.devices = 1;
	craft_make(&file, &spec);
	check_calls(&spec, 1 + 3, file.size, "notes beside headers");
	craft_free(&file);
}

static void
check_interruptions(const struct craft_spec *spec)
{
	struct craft file;
	struct memsrc m;

	craft_make(&file, spec);
	memsrc_init(&m, file.data, file.size);
	m.interrupted = true;
	CHECK_REASON(read_all(&m), S5ELF_OK, "interrupted");
	CHECK(m.calls == 12);

	memsrc_init(&m, file.data, file.size);
	m.most = 1;
	memset(mem, 0, sizeof(mem));
	CHECK_REASON(read_all(&m), S5ELF_OK, "one byte at a time");
	CHECK(m.calls > 4096);
	for (uint32_t ph = CRAFT_DATA; ph <= CRAFT_TDATA; ph++)
		CHECK(memcmp(mem + (CRAFT_VADDR(ph) - START),
		    file.data + CRAFT_OFFSET(ph), CRAFT_TDATA_SIZE) == 0);

	memsrc_init(&m, file.data, file.size);
	m.most = 7;
	m.interrupted = true;
	CHECK_REASON(read_all(&m), S5ELF_OK, "both");
	craft_free(&file);
}

static void
check_errors(const struct craft_spec *spec)
{
	struct craft file;
	struct memsrc m;
	unsigned int calls;

	craft_make(&file, spec);
	memsrc_init(&m, file.data, file.size);
	CHECK_REASON(read_all(&m), S5ELF_OK, "no error");
	calls = m.calls;
	for (unsigned int at = 1; at <= calls; at++) {
		memsrc_init(&m, file.data, file.size);
		m.fail_at = at;
		errno = 0;
		CHECK_REASON(read_all(&m), S5ELF_SYSTEM, "error");
		CHECK(errno == EIO);
		CHECK(m.calls == at);
	}
	craft_free(&file);
}

/* The file is shorter by the time that it is read. */
static void
check_shrinking(const struct craft_spec *spec)
{
	struct craft file;
	struct memsrc m;

	craft_make(&file, spec);
	for (size_t size = 0; size < file.size; size++) {
		memsrc_init(&m, file.data, file.size);
		m.size = size;
		CHECK_REASON(read_all(&m), S5ELF_SHRUNK, "shrunk");
	}
	craft_free(&file);
}

/* An error is no property of the file: asked again, the library looks again. */
static void
check_second_try(void)
{
	struct solo5_abi abi;
	struct craft file;
	struct memsrc m;
	struct s5elf *img;

	craft_make(&file, &CRAFT_BASE);
	memsrc_init(&m, file.data, file.size);
	m.fail_at = 2;
	if (CHECK_REASON(image_open(&img, &m.src), S5ELF_OK, "open")) {
		CHECK_REASON(s5elf_abi(img, &abi), S5ELF_SYSTEM, "once");
		CHECK_REASON(s5elf_abi(img, &abi), S5ELF_OK, "twice");
		CHECK(abi.target == CRAFT_BASE.target);
		CHECK(m.calls == 3);
		CHECK_REASON(s5elf_abi(img, &abi), S5ELF_OK, "known");
		CHECK(m.calls == 3);
		s5elf_close(img);
	}
	craft_free(&file);
}

/*
 * The notes in two pieces that are not read together: the ABI note beside the
 * headers.
 */
static void
scatter_notes(struct craft *file)
{
	craft_put(file->data + CRAFT_PHDR(CRAFT_NOTE_OPENBSD, p_type), 4,
	    PT_NULL);
	craft_put(file->data + CRAFT_PHDR(CRAFT_NOTE_ABI, p_offset), 8, 1024);
	memcpy(file->data + 1024, file->data + CRAFT_ABI, 36);
	memset(file->data + CRAFT_ABI, 0xff, 36);
}

/* Exchanges two program headers. */
static void
swap(struct craft *file, uint32_t a, uint32_t b)
{
	uint8_t *pa = file->data + CRAFT_PHDR(a, p_type);
	uint8_t *pb = file->data + CRAFT_PHDR(b, p_type);
	uint8_t ph[56];

	memcpy(ph, pa, sizeof(ph));
	memcpy(pa, pb, sizeof(ph));
	memcpy(pb, ph, sizeof(ph));
}

static void
check_calls_of(const struct craft *file, unsigned int calls, const char *what)
{
	struct memsrc m;

	memsrc_init(&m, file->data, file->size);
	CHECK_REASON(read_all(&m), S5ELF_OK, what);
	if (!CHECK(m.calls == calls))
		printf("%s: %u calls\n", what, m.calls);
}

/* Notes are read together also if they are not in order of their offsets. */
static void
check_note_order(void)
{
	struct craft file;

	craft_make(&file, &CRAFT_BASE);
	swap(&file, CRAFT_NOTE_ABI, CRAFT_NOTE_MANIFEST);
	check_calls_of(&file, 1 + 1 + 4, "manifest before ABI");
	/* The first to be read is the last of the file. */
	swap(&file, CRAFT_NOTE_OPENBSD, CRAFT_NOTE_ABI);
	check_calls_of(&file, 1 + 2 + 4, "backwards");
	craft_free(&file);

	/* One of no size is nowhere, and not looked for. */
	craft_make(&file, &CRAFT_BASE);
	swap(&file, CRAFT_NOTE_OPENBSD, CRAFT_NOTE_ABI);
	craft_put(file.data + CRAFT_PHDR(CRAFT_NOTE_ABI, p_filesz), 8, 0);
	craft_put(file.data + CRAFT_PHDR(CRAFT_NOTE_ABI, p_offset), 8,
	    UINT64_MAX);
	check_calls_of(&file, 1 + 1 + 4, "nothing in between");
	craft_free(&file);
}

/* They are gone through once, for whatever is asked. */
static void
check_scattered_notes(void)
{
	struct craft file;

	craft_make(&file, &CRAFT_BASE);
	scatter_notes(&file);
	check_calls_of(&file, 1 + 1 + 4, "scattered");
	craft_free(&file);
}

/* What a failed read has left behind is not taken for the file. */
static void
check_half_a_read(void)
{
	struct craft_spec spec = CRAFT_BASE;
	struct solo5_abi abi;
	struct craft file;
	struct memsrc m;
	struct s5elf *img;

	spec.devices = 63;
	craft_make(&file, &spec);
	scatter_notes(&file);
	memsrc_init(&m, file.data, file.size);
	/* Three calls for the headers, then a part of the manifest. */
	m.most = 2000;
	m.fail_at = 3 + 2;
	if (CHECK_REASON(image_open(&img, &m.src), S5ELF_OK, "open")) {
		CHECK_REASON(s5elf_abi(img, &abi), S5ELF_SYSTEM, "half");
		CHECK(m.calls == 5);
		CHECK_REASON(s5elf_abi(img, &abi), S5ELF_OK, "again");
		CHECK(abi.target == CRAFT_BASE.target);
		s5elf_close(img);
	}
	craft_free(&file);
}

/* What was checked is what is used, whatever the file is by now. */
static void
check_second_thoughts(void)
{
	struct craft file;
	struct memsrc m;
	struct s5elf *img;

	craft_make(&file, &CRAFT_BASE);
	memsrc_init(&m, file.data, file.size);
	if (CHECK_REASON(image_open(&img, &m.src), S5ELF_OK, "open")) {
		memset(file.data, 0xff, 64 + CRAFT_PHNUM * 56);
		CHECK_REASON(s5elf_load(img, mem, START, sizeof(mem)),
		    S5ELF_OK, "load");
		CHECK(s5elf_info(img)->entry == CRAFT_ENTRY);
		CHECK(m.calls == 1 + 4);
		s5elf_close(img);
	}
	craft_free(&file);
}

int
main(void)
{
	struct craft_spec compact = CRAFT_BASE;

	compact.align = 1;
	check_economy();
	check_interruptions(&CRAFT_BASE);
	check_errors(&CRAFT_BASE);
	check_errors(&compact);
	check_shrinking(&compact);
	check_note_order();
	check_scattered_notes();
	check_second_try();
	check_half_a_read();
	check_second_thoughts();
	return check_status();
}
