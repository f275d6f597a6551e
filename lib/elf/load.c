/* SPDX-License-Identifier: ISC */
/*
 * load.c: whether a unikernel fits into guest memory, and its way there.
 */
#include <config.h>

#include "image.h"

/* Whether both have bytes in one page; b is above a. */
static bool
share_page(const struct s5elf_segment *a, const struct s5elf_segment *b,
    uint64_t page_size)
{
	return (a->vaddr + a->memsz - 1) / page_size == b->vaddr / page_size;
}

int
s5elf_fits(const struct s5elf *img, uint64_t mem_end, size_t page_size)
{
	const struct s5elf_segment *seg = img->seg;

	if (page_size == 0 || (page_size & (page_size - 1)) != 0)
		return S5ELF_ARGUMENT;
	/* The last page's end is compared by its start: no overflow. */
	if (mem_end < page_size || (img->info.end - 1) / page_size * page_size >
	    mem_end - page_size)
		return S5ELF_NO_ROOM;
	for (size_t i = 1; i < img->info.nsegments; i++)
		if (seg[i - 1].prot != seg[i].prot &&
		    share_page(&seg[i - 1], &seg[i], page_size))
			return S5ELF_PAGE_SHARED;
	return S5ELF_OK;
}

int
s5elf_load(struct s5elf *img, void *mem, uint64_t mem_start, size_t mem_size)
{
	const struct s5elf_segment *seg = img->seg;
	uint8_t *to = mem;
	int r;

	/* Ascending and without overlap: the first and the last tell. */
	if (img->info.start < mem_start ||
	    img->info.end - mem_start > mem_size)
		return S5ELF_NO_ROOM;
	for (size_t i = 0; i < img->info.nsegments; i++) {
		r = image_read(img, to + (seg[i].vaddr - mem_start),
		    (size_t)seg[i].filesz, seg[i].offset);
		if (r != S5ELF_OK)
			return r;
	}
	return S5ELF_OK;
}
