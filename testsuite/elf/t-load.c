/* SPDX-License-Identifier: ISC */
/*
 * t-load.c: whether an image fits into memory, and what loading it does to
 * that memory and to what is around it.
 */
#include <config.h>

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "check.h"
#include "compiler.h"
#include "craft.h"
#include "memsrc.h"
#include "solo5-elf.h"

#define START	0x100000u
#define GUARD	0x10000u

/* Memory of any size that ends where a page that faults begins. */
struct region {
	uint8_t *map;
	size_t map_size;
	uint8_t *mem;
};

static void
region_make(struct region *r, size_t size)
{
	const size_t pages = (size + GUARD - 1) / GUARD * GUARD;

	r->map_size = pages + 2 * GUARD;
	r->map = mmap(NULL, r->map_size, PROT_NONE, MAP_PRIVATE | MAP_ANON,
	    -1, 0);
	if (r->map == MAP_FAILED ||
	    mprotect(r->map + GUARD, pages, PROT_READ | PROT_WRITE) == -1)
		check_broken("mmap");
	r->mem = r->map + GUARD + (pages - size);
}

static void
region_free(struct region *r)
{
	(void)munmap(r->map, r->map_size);
}

static bool
zero(const uint8_t *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] != 0)
			return false;
	return true;
}

/* Memory from mem_start must be the segments, and zero elsewhere. */
static void
check_memory(const struct s5elf *img, const struct craft *file,
    const uint8_t *mem, uint64_t mem_start, size_t size)
{
	const struct s5elf_segment *seg = s5elf_segments(img);
	const size_t n = s5elf_info(img)->nsegments;
	size_t at, last = 0;

	for (size_t i = 0; i < n; i++) {
		at = (size_t)(seg[i].vaddr - mem_start);
		CHECK(zero(mem + last, at - last));
		CHECK(memcmp(mem + at, file->data + seg[i].offset,
		    (size_t)seg[i].filesz) == 0);
		last = at + (size_t)seg[i].filesz;
	}
	CHECK(zero(mem + last, size - last));
}

/* Loads into size bytes at mem_start, and expects a reason. */
static void
try_load(struct s5elf *img, const struct craft *file, uint64_t mem_start,
    size_t size, int want, const char *what)
{
	struct region r;

	region_make(&r, size);
	CHECK_REASON(s5elf_load(img, r.mem, mem_start, size), want, what);
	if (want == S5ELF_OK)
		check_memory(img, file, r.mem, mem_start, size);
	else
		CHECK(zero(r.mem, size));
	region_free(&r);
}

static void
check_loads(struct s5elf *img, const struct craft *file)
{
	const uint64_t end = s5elf_info(img)->end;
	const size_t size = (size_t)(end - START);

	try_load(img, file, START, size, S5ELF_OK, "exactly");
	try_load(img, file, 0, (size_t)end, S5ELF_OK, "from 0");
	try_load(img, file, 1, (size_t)end - 1, S5ELF_OK, "from 1");
	try_load(img, file, START, size + 1, S5ELF_OK, "one more above");
	try_load(img, file, START - 1, size + 1, S5ELF_OK, "one more below");
	try_load(img, file, START, size - 1, S5ELF_NO_ROOM, "one less");
	try_load(img, file, START + 1, size, S5ELF_NO_ROOM, "one above");
	try_load(img, file, START - 1, size, S5ELF_NO_ROOM, "one below");
	try_load(img, file, START, 0, S5ELF_NO_ROOM, "no memory");
	try_load(img, file, 0, START, S5ELF_NO_ROOM, "below");
	try_load(img, file, UINT64_MAX, 1, S5ELF_NO_ROOM, "at the end");
	try_load(img, file, end, size, S5ELF_NO_ROOM, "behind");
}

/* What a file of 4 KiB segments is fit for. */
static void
check_fits(struct s5elf *img)
{
	const uint64_t end = s5elf_info(img)->end;
	static const size_t pages[] = { 0x1000, 0x4000, 0x10000 };
	static const size_t nonsense[] = {
		0, 3, 0x1001, 0x3000, SIZE_MAX,
	};
	uint64_t up;

	for (size_t i = 0; i < NELEM(pages); i++) {
		up = (end + pages[i] - 1) / pages[i] * pages[i];
		CHECK_REASON(s5elf_fits(img, up, pages[i]), S5ELF_OK,
		    "up to the page");
		CHECK_REASON(s5elf_fits(img, UINT64_MAX, pages[i]), S5ELF_OK,
		    "anything");
		CHECK_REASON(s5elf_fits(img, up - 1, pages[i]),
		    S5ELF_NO_ROOM, "one less than the page");
		CHECK_REASON(s5elf_fits(img, end, pages[i]), S5ELF_NO_ROOM,
		    "less than the page");
		CHECK_REASON(s5elf_fits(img, 0, pages[i]), S5ELF_NO_ROOM,
		    "nothing");
		CHECK_REASON(s5elf_fits(img, pages[i], pages[i]),
		    S5ELF_NO_ROOM, "one page");
	}
	CHECK_REASON(s5elf_fits(img, end, 1), S5ELF_OK, "pages of 1");
	CHECK_REASON(s5elf_fits(img, end - 1, 1), S5ELF_NO_ROOM,
	    "pages of 1, one less");
	CHECK_REASON(s5elf_fits(img, UINT64_MAX, 0x20000), S5ELF_PAGE_SHARED,
	    "pages of 128 KiB");
	CHECK_REASON(s5elf_fits(img, UINT64_MAX, (size_t)1 << 63),
	    S5ELF_PAGE_SHARED, "one page for all");
	for (size_t i = 0; i < NELEM(nonsense); i++)
		CHECK_REASON(s5elf_fits(img, UINT64_MAX, nonsense[i]),
		    S5ELF_ARGUMENT, "no page size");
}

/* Two segments 4 KiB apart: fit for pages of 4 KiB and for none larger. */
static void
check_close_segments(void)
{
	struct craft file;
	struct memsrc m;
	struct s5elf *img;

	craft_make(&file, &CRAFT_BASE);
	craft_put(file.data + CRAFT_PHDR(CRAFT_RODATA, p_vaddr), 8, 0x101000);
	memsrc_init(&m, file.data, file.size);
	if (CHECK_REASON(image_open(&img, &m.src), S5ELF_OK, "close")) {
		CHECK_REASON(s5elf_fits(img, 1 << 30, 0x1000), S5ELF_OK,
		    "4 KiB");
		CHECK_REASON(s5elf_fits(img, 1 << 30, 0x4000),
		    S5ELF_PAGE_SHARED, "16 KiB");
		CHECK_REASON(s5elf_fits(img, 1 << 30, 0x10000),
		    S5ELF_PAGE_SHARED, "64 KiB");
		s5elf_close(img);
	}
	craft_free(&file);
}

/* A segment that ends with the address space itself. */
static void
check_last_address(void)
{
	struct craft file;
	struct memsrc m;
	struct s5elf *img;

	craft_make(&file, &CRAFT_BASE);
	craft_put(file.data + CRAFT_PHDR(CRAFT_BSS, p_vaddr), 8,
	    UINT64_MAX - 0xfff);
	craft_put(file.data + CRAFT_PHDR(CRAFT_BSS, p_memsz), 8, 0xfff);
	memsrc_init(&m, file.data, file.size);
	if (CHECK_REASON(image_open(&img, &m.src), S5ELF_OK, "last")) {
		CHECK(s5elf_info(img)->end == UINT64_MAX);
		CHECK_REASON(s5elf_fits(img, UINT64_MAX, 0x1000),
		    S5ELF_NO_ROOM, "its page does not end");
		CHECK_REASON(s5elf_fits(img, UINT64_MAX, 1), S5ELF_OK,
		    "pages of 1");
		CHECK_REASON(s5elf_fits(img, 1 << 30, 0x1000), S5ELF_NO_ROOM,
		    "far from it");
		try_load(img, &file, START, 0x100000, S5ELF_NO_ROOM, "last");
		s5elf_close(img);
	}
	craft_free(&file);
}

/* Memory that cannot be written is the system's to refuse. */
static void
check_read_only_memory(void)
{
	struct craft file;
	struct region r;
	struct s5elf *img;
	int fd;

	craft_make(&file, &CRAFT_BASE);
	fd = craft_fd(&file);
	region_make(&r, 0x100000);
	if (mprotect(r.mem, 0x100000, PROT_READ) == -1)
		check_broken("mprotect");
	if (CHECK_REASON(s5elf_fdopen(&img, fd), S5ELF_OK, "read-only")) {
		errno = 0;
		CHECK_REASON(s5elf_load(img, r.mem, START, 0x100000),
		    S5ELF_SYSTEM, "read-only");
		CHECK(errno == EFAULT);
		s5elf_close(img);
	}
	region_free(&r);
	craft_free(&file);
}

int
main(void)
{
	struct craft_spec spec = CRAFT_BASE;
	struct craft file;
	struct memsrc m;
	struct s5elf *img;

	for (spec.version = 1; spec.version <= 2; spec.version++) {
		craft_make(&file, &spec);
		memsrc_init(&m, file.data, file.size);
		if (CHECK_REASON(image_open(&img, &m.src), S5ELF_OK,
		    "base")) {
			check_loads(img, &file);
			check_fits(img);
			s5elf_close(img);
		}
		craft_free(&file);
	}
	check_close_segments();
	check_last_address();
	check_read_only_memory();
	return check_status();
}
