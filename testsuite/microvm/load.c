/* SPDX-License-Identifier: ISC */
/*
 * load.c: memory as a PVH boot loader leaves it: the executable's segments,
 * the start information, the memory map and the command line, at the addresses
 * where Firecracker has them.
 */
#include <config.h>

#include <elf.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "s5microvm.h"

#define START_INFO	0x6000
#define MAP		0x7000
#define CMDLINE		0x20000
#define CMDLINE_MAX	0x10000
#define LOW_END		0x9fc00
#define HIGH_START	0x100000

#define PVH_MAGIC	0x336ec578u
#define NOTE_PVH	18
#define TYPE_RAM	1

struct start_info {
	uint32_t magic;
	uint32_t version;
	uint32_t flags;
	uint32_t nmodules;
	uint64_t modules;
	uint64_t cmdline;
	uint64_t rsdp;
	uint64_t map;
	uint32_t map_count;
	uint32_t reserved;
};

/* The executable, which is a test's own and may be believed. */
static const uint8_t *image;

void *
memory_at(const struct memory *m, uint64_t gpa, uint64_t len)
{
	return gpa > m->size || len > m->size - gpa ? NULL : m->ram + gpa;
}

static void
image_open(const char *path)
{
	struct stat sb;
	void *p;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1 || fstat(fd, &sb) == -1)
		die(path);
	p = mmap(NULL, (size_t)sb.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		die(path);
	(void)close(fd);
	image = p;
	if (memcmp(image, ELFMAG, SELFMAG) != 0)
		diex("%s: not an executable", path);
}

/* The entry is what a note named Xen has. */
static uint32_t
entry_find(const Elf64_Phdr *ph)
{
	const uint8_t *p = image + ph->p_offset, *end = p + ph->p_filesz;
	const Elf64_Nhdr *note;
	uint32_t entry;

	while (p < end) {
		note = (const void *)p;
		p += sizeof(*note);
		if (note->n_type == NOTE_PVH && note->n_namesz == 4 &&
		    memcmp(p, "Xen", 4) == 0) {
			memcpy(&entry, p + 4, sizeof(entry));
			return entry;
		}
		p += ((note->n_namesz + 3) & ~3u) +
		    ((note->n_descsz + 3) & ~3u);
	}
	return 0;
}

static void
image_load(struct memory *m)
{
	const Elf64_Ehdr *eh = (const void *)image;
	const Elf64_Phdr *ph = (const void *)(image + eh->e_phoff);
	size_t i;
	void *to;

	for (i = 0; i < eh->e_phnum; i++) {
		if (ph[i].p_type == PT_NOTE && m->entry == 0)
			m->entry = entry_find(&ph[i]);
		if (ph[i].p_type != PT_LOAD)
			continue;
		to = memory_at(m, ph[i].p_paddr, ph[i].p_memsz);
		if (to == NULL)
			diex("not enough memory for the executable");
		memcpy(to, image + ph[i].p_offset, ph[i].p_filesz);
	}
	if (m->entry == 0)
		diex("the executable has no entry for PVH");
}

bool
memory_whole(const struct memory *m, const struct options *opt)
{
	const Elf64_Ehdr *eh = (const void *)image;
	const Elf64_Phdr *ph = (const void *)(image + eh->e_phoff);
	size_t i;

	(void)opt;
	for (i = 0; i < eh->e_phnum; i++)
		if (ph[i].p_type == PT_LOAD && (ph[i].p_flags & PF_W) == 0 &&
		    memcmp(m->ram + ph[i].p_paddr, image + ph[i].p_offset,
		    ph[i].p_filesz) != 0)
			return false;
	return true;
}

/* The unikernel's words, and behind them those for devices. */
static void
cmdline_write(struct memory *m, const struct options *opt)
{
	char *p = (char *)m->ram + CMDLINE;
	size_t used = 0, i;

	for (i = 0; opt->argv[i] != NULL; i++)
		used += (size_t)snprintf(p + used, CMDLINE_MAX - used, "%s%s",
		    i == 0 ? "" : " ", opt->argv[i]);
	for (i = 0; i < opt->ndevices; i++)
		used += (size_t)snprintf(p + used, CMDLINE_MAX - used,
		    "%svirtio_mmio.device=4K@0x%x:%u", used == 0 ? "" : " ",
		    (unsigned int)(DEVICES_BASE + i * DEVICES_STEP),
		    (unsigned int)(DEVICES_IRQ + i));
	if (used >= CMDLINE_MAX)
		diex("the command line is too long");
}

/* Fields that options can set. */
static const struct {
	const char *name;
	size_t at;
	size_t size;
} fields[] = {
	{ "magic", offsetof(struct start_info, magic), 4 },
	{ "version", offsetof(struct start_info, version), 4 },
	{ "cmdline", offsetof(struct start_info, cmdline), 8 },
	{ "rsdp", offsetof(struct start_info, rsdp), 8 },
	{ "map", offsetof(struct start_info, map), 8 },
	{ "map-count", offsetof(struct start_info, map_count), 4 },
};

static void
field_set(struct start_info *info, const struct start_field *field)
{
	size_t i;

	for (i = 0; i < NELEM(fields); i++)
		if (strcmp(fields[i].name, field->name) == 0)
			break;
	if (i == NELEM(fields))
		diex("no such field: %s", field->name);
	memcpy((char *)info + fields[i].at, &field->value, fields[i].size);
}

void
memory_create(struct memory *m, const struct options *opt)
{
	struct start_info *info;
	struct range *map;
	size_t i;

	m->size = opt->mem_mib * MIB;
	m->ram = mmap(NULL, m->size, PROT_READ | PROT_WRITE, MAP_PRIVATE |
	    MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (m->ram == MAP_FAILED)
		die("memory");
	image_open(opt->kernel);
	image_load(m);
	cmdline_write(m, opt);
	map = memory_at(m, MAP, (2 + EXTRA_MAX) * sizeof(*map));
	map[0] = (struct range){ 0, LOW_END, TYPE_RAM, 0 };
	map[1] = (struct range){ HIGH_START, m->size - HIGH_START, TYPE_RAM,
	    0 };
	memcpy(&map[2], opt->range, opt->nranges * sizeof(*map));
	info = memory_at(m, START_INFO, sizeof(*info));
	*info = (struct start_info){
		.magic = PVH_MAGIC,
		.version = 1,
		.cmdline = CMDLINE,
		.map = MAP,
		.map_count = 2 + (uint32_t)opt->nranges,
	};
	if (opt->acpi != NULL)
		info->rsdp = acpi_create(m, opt->acpi);
	for (i = 0; i < opt->nstart; i++)
		field_set(info, &opt->start[i]);
	m->start_info = START_INFO;
}
