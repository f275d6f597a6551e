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

static void
check_calls(const struct craft_spec *spec, unsigned int want, size_t bytes,
    const char *what)
{
	struct craft file;
	struct memsrc m;

	craft_make(&file, spec);
	memsrc_init(&m, file.data, file.size);
	CHECK_REASON(read_all(&m), S5ELF_OK, what);
	if (!CHECK(m.calls == want) || !CHECK(m.bytes <= bytes))
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
	const size_t segments = CRAFT_TEXT_SIZE + CRAFT_DATA_SIZE +
	    CRAFT_TDATA_SIZE + 64 + 32 + 64 * 104 + 5;
	struct craft_spec spec = CRAFT_BASE;

	check_calls(&spec, 1 + 1 + 4, 4096 + 8192 + segments, "version 2");
	spec.devices = 63;
	check_calls(&spec, 1 + 1 + 4, 4096 + 8192 + segments, "63 devices");
	spec.version = 1;
	check_calls(&spec, 1 + 1 + 3, 4096 + 8192 + segments, "version 1");
	spec.align = 0x10000;
	check_calls(&spec, 1 + 1 + 3, 4096 + 8192 + segments, "64 KiB");
	spec.align = 1;
	spec.devices = 1;
	check_calls(&spec, 1 + 3, 4096 + segments, "notes beside headers");
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
	check_second_try();
	check_second_thoughts();
	return check_status();
}
