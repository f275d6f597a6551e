/* SPDX-License-Identifier: ISC */
/*
 * boot.c: what multiboot 1 and PVH loaders say, of which we want the memory
 * map, the command line, and where ACPI's tables are.
 */
#include "machine.h"

#define MULTIBOOT_HAS_MEMORY	(1u << 0)
#define MULTIBOOT_HAS_CMDLINE	(1u << 2)
#define MULTIBOOT_HAS_MAP	(1u << 6)

struct multiboot_info {
	uint32_t flags;
	uint32_t mem_lower;	/* KiB below 1 MiB */
	uint32_t mem_upper;	/* KiB above it */
	uint32_t boot_device;
	uint32_t cmdline;
	uint32_t modules[2];
	uint32_t symbols[4];
	uint32_t map_size;
	uint32_t map;
};

/* An entry's size does not count itself. */
struct multiboot_range {
	uint32_t size;
	uint64_t base;
	uint64_t length;
	uint32_t type;
} __attribute__((__packed__));

#define PVH_MAGIC	0x336ec578u

struct pvh_info {
	uint32_t magic;
	uint32_t version;
	uint32_t flags;
	uint32_t nmodules;
	uint64_t modules;
	uint64_t cmdline;
	uint64_t rsdp;
	uint64_t map;		/* since version 1 */
	uint32_t map_count;
	uint32_t reserved;
};

struct pvh_range {
	uint64_t base;
	uint64_t length;
	uint32_t type;
	uint32_t reserved;
};

/* Both call RAM so. */
#define TYPE_RAM	1u

/* EFI has a hundred entries and more, most of which belong to one another. */
void
boot_add_ram(struct boot *boot, uint64_t base, uint64_t length)
{
	struct range *r = &boot->ram[boot->nram];

	if (length == 0 || length > UINT64_MAX - base)
		return;
	if (boot->nram > 0 && r[-1].end == base) {
		r[-1].end += length;
		return;
	}
	if (boot->nram == BOOT_RANGES)
		return;
	r->start = base;
	r->end = base + length;
	boot->nram++;
}

static void
copy_cmdline(struct boot *boot, const char *from)
{
	size_t i;

	for (i = 0; from[i] != '\0'; i++) {
		if (i == BOOT_CMDLINE_SIZE - 1)
			ABORT("the command line is too long");
		boot->cmdline[i] = from[i];
	}
	boot->cmdline[i] = '\0';
}

/* The first word is the name of our file, and one blank ends it. */
static const char *
skip_word(const char *s)
{
	while (*s != ' ' && *s != '\0')
		s++;
	return *s == ' ' ? s + 1 : s;
}

static void
read_map(struct boot *boot, uintptr_t at, uintptr_t end)
{
	struct multiboot_range r;

	for (; at < end && end - at >= sizeof(r);
	    at += r.size + sizeof(r.size)) {
		memcpy(&r, (const void *)at, sizeof(r));
		if (r.type == TYPE_RAM)
			boot_add_ram(boot, r.base, r.length);
	}
}

static void
read_multiboot(struct boot *boot, uintptr_t at)
{
	const struct multiboot_info *info = (const void *)at;

	if ((info->flags & MULTIBOOT_HAS_MAP) != 0)
		read_map(boot, info->map,
		    (uintptr_t)info->map + info->map_size);
	else if ((info->flags & MULTIBOOT_HAS_MEMORY) != 0)
		boot_add_ram(boot, 1 << 20, (uint64_t)info->mem_upper << 10);
	if ((info->flags & MULTIBOOT_HAS_CMDLINE) != 0)
		copy_cmdline(boot,
		    skip_word((const char *)(uintptr_t)info->cmdline));
}

static void
read_pvh(struct boot *boot, uintptr_t at)
{
	const struct pvh_info *info = (const void *)at;
	const struct pvh_range *map;

	uint32_t count = 0;

	if (info->magic != PVH_MAGIC)
		ABORT("what started this is no PVH boot loader");
	if (info->version >= 1)
		count = info->map_count;
	map = (const void *)info->map;
	for (uint32_t i = 0; i < count; i++)
		if (map[i].type == TYPE_RAM)
			boot_add_ram(boot, map[i].base, map[i].length);
	if (info->cmdline != 0)
		copy_cmdline(boot, (const char *)info->cmdline);
	boot->rsdp = info->rsdp;
}

void
boot_read(struct boot *boot, enum boot_loader loader, uintptr_t info)
{
	if (loader == BOOT_PVH)
		read_pvh(boot, info);
	else
		read_multiboot(boot, info);
}
