/* SPDX-License-Identifier: ISC */
/*
 * verdict.c: the library's promises, for files of any kind.
 *
 * This is what the fuzzer calls as well, so that it must be fast, and must
 * end in an abort for what the fuzzer is to report.
 */
#include <config.h>

#include "verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "memsrc.h"

#define PROMISE(cond)	promise((cond), #cond, __LINE__)

/* Bytes of inaccessible memory around what is loaded. */
#define GUARD		0x10000u

static void
promise(bool kept, const char *cond, int line)
{
	if (kept)
		return;
	fprintf(stderr, "verdict.c:%d: broken promise: %s\n", line, cond);
	abort();
}

/* Guest memory, between two regions that fault; made once. */
static uint8_t *
memory(void)
{
	static uint8_t *mem;
	void *p;

	if (mem != NULL)
		return mem;
	p = mmap(NULL, VERDICT_MEM_SIZE + 2 * GUARD, PROT_NONE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	if (p == MAP_FAILED || mprotect((uint8_t *)p + GUARD,
	    VERDICT_MEM_SIZE, PROT_READ | PROT_WRITE) == -1) {
		perror("mmap");
		exit(EXIT_FAILURE);
	}
	mem = (uint8_t *)p + GUARD;
	return mem;
}

static void
promise_segment(const struct s5elf_segment *seg, size_t size)
{
	PROMISE(seg->memsz > 0);
	PROMISE(seg->filesz <= seg->memsz);
	PROMISE(seg->vaddr >= 0x100000);
	PROMISE(seg->vaddr + seg->memsz > seg->vaddr);
	PROMISE(seg->offset <= size);
	PROMISE(seg->filesz <= size - seg->offset);
	PROMISE((seg->prot & (S5ELF_W | S5ELF_X)) != (S5ELF_W | S5ELF_X));
	PROMISE((seg->prot & ~(S5ELF_R | S5ELF_W | S5ELF_X)) == 0);
}

static void
promise_info(const struct s5elf *img, size_t size)
{
	const struct s5elf_info *info = s5elf_info(img);
	const struct s5elf_segment *seg = s5elf_segments(img);
	bool entry = false;

	PROMISE(s5elf_machine_name(info->machine) != NULL);
	PROMISE(info->nsegments >= 1);
	PROMISE(info->nsegments <= S5ELF_SEGMENTS_MAX);
	PROMISE(info->align >= 1 && (info->align & (info->align - 1)) == 0);
	PROMISE(info->start == seg[0].vaddr);
	for (size_t i = 0; i < info->nsegments; i++) {
		promise_segment(&seg[i], size);
		PROMISE(i == 0 ||
		    seg[i].vaddr >= seg[i - 1].vaddr + seg[i - 1].memsz);
		if ((seg[i].prot & S5ELF_X) != 0 &&
		    info->entry >= seg[i].vaddr &&
		    info->entry < seg[i].vaddr + seg[i].filesz)
			entry = true;
	}
	PROMISE(entry);
	PROMISE(info->end == seg[info->nsegments - 1].vaddr +
	    seg[info->nsegments - 1].memsz);
}

static void
promise_name(const char *name)
{
	static const char ok[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz";

	PROMISE(memchr(name, '\0', 68) != NULL);
	PROMISE(strlen(name) >= 1);
	PROMISE(strspn(name, ok) == strlen(name));
}

static void
promise_manifest(const struct mft *mft)
{
	PROMISE(mft->version == 1);
	PROMISE(mft->entries >= 1 && mft->entries <= 64);
	PROMISE(mft->e[0].type == 0x40000000 && mft->e[0].name[0] == '\0');
	for (uint32_t i = 1; i < mft->entries; i++) {
		PROMISE(mft->e[i].type == 1 || mft->e[i].type == 2);
		promise_name(mft->e[i].name);
		for (uint32_t j = 1; j < i; j++)
			PROMISE(strcmp(mft->e[i].name, mft->e[j].name) != 0);
		for (size_t k = 72; k < 104; k++)
			PROMISE(((const uint8_t *)&mft->e[i])[k] == 0);
	}
}

/* What was not there must not have been written. */
static bool
untouched(const void *p, size_t size)
{
	const uint8_t *byte = p;

	for (size_t i = 0; i < size; i++)
		if (byte[i] != 0xa5)
			return false;
	return true;
}

static int
notes(struct s5elf *img)
{
	struct solo5_abi abi;
	static union {
		struct mft mft;
		uint8_t raw[S5ELF_MFT_SIZE];
	} u;
	int r, rm;

	memset(&abi, 0xa5, sizeof(abi));
	r = s5elf_abi(img, &abi);
	PROMISE(r == S5ELF_OK || untouched(&abi, sizeof(abi)));
	PROMISE(r != S5ELF_OK ||
	    (abi.reserved[0] == 0 && abi.reserved[1] == 0));

	memset(&u, 0xa5, sizeof(u));
	rm = s5elf_manifest(img, &u.mft, sizeof(u));
	PROMISE(rm == S5ELF_OK || untouched(&u, sizeof(u)));
	/* What is wrong with notes as such is wrong whichever is asked for. */
	if (r >= S5ELF_NOTE_SEGMENT_LARGE && r <= S5ELF_NOTE_DESC)
		PROMISE(rm == r);
	if (rm == S5ELF_OK)
		promise_manifest(&u.mft);
	return r != S5ELF_OK ? r : rm;
}

static int
load(struct s5elf *img, const uint8_t *data)
{
	const struct s5elf_segment *seg = s5elf_segments(img);
	uint8_t *mem = memory();
	int r;

	r = s5elf_fits(img, VERDICT_MEM_END, VERDICT_PAGE_SIZE);
	if (r == S5ELF_NO_ROOM)
		PROMISE(s5elf_info(img)->end > VERDICT_MEM_END);
	if (r != S5ELF_OK)
		return r;
	r = s5elf_load(img, mem, VERDICT_MEM_START, VERDICT_MEM_SIZE);
	PROMISE(r == S5ELF_OK);
	for (size_t i = 0; i < s5elf_info(img)->nsegments; i++)
		PROMISE(memcmp(mem + (seg[i].vaddr - VERDICT_MEM_START),
		    data + seg[i].offset, (size_t)seg[i].filesz) == 0);
	return S5ELF_OK;
}

int
verdict(const uint8_t *data, size_t size)
{
	struct s5elf *const none = (struct s5elf *)&none;
	struct s5elf *img = none;
	struct memsrc m;
	int r, rl;

	memsrc_init(&m, data, size);
	r = image_open(&img, &m.src);
	PROMISE(r == S5ELF_OK || img == none);
	if (r != S5ELF_OK)
		return r;
	promise_info(img, size);
	r = notes(img);
	/* No sanitizer sees what is written behind a member of a struct. */
	PROMISE(m.largest <= sizeof(img->window));
	/* Also of an image without notes: the library does not insist. */
	rl = load(img, data);
	s5elf_close(img);
	return r != S5ELF_OK ? r : rl;
}
