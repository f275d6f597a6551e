/* SPDX-License-Identifier: ISC */
/*
 * segments.c: checks of loadable segments, of the TLS segment that describes
 * a part of them, and of the entry point.
 */
#include <config.h>

#include "image.h"

_Static_assert(S5ELF_R == PF_R && S5ELF_W == PF_W && S5ELF_X == PF_X,
    "protections are those of ELF");

static bool
power_of_two(uint64_t n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

/* In ELF both 0 and 1 stand for no alignment. */
static uint64_t
alignment(const Elf64_Phdr *ph)
{
	return ph->p_align == 0 ? 1 : ph->p_align;
}

/* Whether memsz bytes at vaddr end above the end of the address space. */
static bool
wraps(const Elf64_Phdr *ph)
{
	return ph->p_memsz > UINT64_MAX - ph->p_vaddr;
}

static int
check_memory(const Elf64_Phdr *ph)
{
	if ((ph->p_flags & (PF_W | PF_X)) == (PF_W | PF_X))
		return S5ELF_SEGMENT_WX;
	if (ph->p_vaddr < SOLO5_ELF_BASE)
		return S5ELF_SEGMENT_LOW;
	if (wraps(ph))
		return S5ELF_SEGMENT_WRAP;
	if (!power_of_two(alignment(ph)))
		return S5ELF_SEGMENT_ALIGN;
	if (ph->p_vaddr % alignment(ph) != 0)
		return S5ELF_SEGMENT_MISALIGNED;
	return S5ELF_OK;
}

/* A segment without bytes in the file may have any offset. */
static int
check_file(const struct s5elf *img, const Elf64_Phdr *ph)
{
	if (ph->p_filesz == 0)
		return S5ELF_OK;
	if (ph->p_offset % alignment(ph) != 0)
		return S5ELF_SEGMENT_OFFSET;
	if (!image_has(img, ph->p_offset, ph->p_filesz))
		return S5ELF_SEGMENT_OUTSIDE;
	return S5ELF_OK;
}

static int
check_place(const struct s5elf *img, const Elf64_Phdr *ph)
{
	const struct s5elf_segment *last;

	if (img->info.nsegments == 0)
		return S5ELF_OK;
	last = &img->seg[img->info.nsegments - 1];
	if (ph->p_vaddr < last->vaddr)
		return S5ELF_SEGMENT_ORDER;
	if (ph->p_vaddr - last->vaddr < last->memsz)
		return S5ELF_SEGMENT_OVERLAP;
	return S5ELF_OK;
}

static void
append(struct s5elf *img, const Elf64_Phdr *ph)
{
	struct s5elf_info *info = &img->info;

	if (info->nsegments == 0)
		info->start = ph->p_vaddr;
	info->end = ph->p_vaddr + ph->p_memsz;
	if (info->align < alignment(ph))
		info->align = alignment(ph);
	img->seg[info->nsegments++] = (struct s5elf_segment){
		.vaddr = ph->p_vaddr,
		.memsz = ph->p_memsz,
		.filesz = ph->p_filesz,
		.offset = ph->p_filesz == 0 ? 0 : ph->p_offset,
		.prot = ph->p_flags & (S5ELF_R | S5ELF_W | S5ELF_X),
	};
}

/*
 * Linkers write a segment of no size for what their script asks for and the
 * program does not have; it takes no room and means nothing.
 */
int
image_add_segment(struct s5elf *img, const Elf64_Phdr *ph)
{
	int r;

	if (ph->p_filesz > ph->p_memsz)
		return S5ELF_SEGMENT_FILESZ;
	if (ph->p_memsz == 0)
		return S5ELF_OK;
	if (img->info.nsegments == S5ELF_SEGMENTS_MAX)
		return S5ELF_SEGMENTS_MANY;
	r = check_memory(ph);
	if (r != S5ELF_OK)
		return r;
	r = check_file(img, ph);
	if (r != S5ELF_OK)
		return r;
	r = check_place(img, ph);
	if (r != S5ELF_OK)
		return r;
	append(img, ph);
	return S5ELF_OK;
}

/* The first instruction must have come from the file. */
int
image_check_entry(const struct s5elf *img)
{
	const struct s5elf_segment *seg = img->seg;
	uint64_t entry = img->info.entry;

	for (size_t i = 0; i < img->info.nsegments; i++)
		if ((seg[i].prot & S5ELF_X) != 0 && entry >= seg[i].vaddr &&
		    entry - seg[i].vaddr < seg[i].filesz)
			return S5ELF_OK;
	return S5ELF_ENTRY;
}

/* Whether len bytes at vaddr are what some segment has from the file. */
static bool
loaded(const struct s5elf *img, uint64_t vaddr, uint64_t len)
{
	const struct s5elf_segment *seg = img->seg;

	for (size_t i = 0; i < img->info.nsegments; i++)
		if (vaddr >= seg[i].vaddr &&
		    vaddr - seg[i].vaddr <= seg[i].filesz &&
		    len <= seg[i].filesz - (vaddr - seg[i].vaddr))
			return true;
	return false;
}

/*
 * The zeroed part of the TLS segment takes no room where the segment is, so
 * only the image of the initialised part has to be somewhere.
 */
int
image_check_tls(const struct s5elf *img, const Elf64_Phdr *ph)
{
	if (ph->p_filesz > ph->p_memsz)
		return S5ELF_TLS_FILESZ;
	if (wraps(ph))
		return S5ELF_TLS_WRAP;
	if (!power_of_two(alignment(ph)))
		return S5ELF_TLS_ALIGN;
	if (alignment(ph) > IMAGE_TLS_ALIGN_MAX)
		return S5ELF_TLS_ALIGN_LARGE;
	if (ph->p_filesz > 0 && !loaded(img, ph->p_vaddr, ph->p_filesz))
		return S5ELF_TLS_OUTSIDE;
	return S5ELF_OK;
}
