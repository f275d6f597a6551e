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

static const char unreadable[] = "what the boot loader says is not below 4 GiB";

/* EFI has a hundred entries and more, most of which belong to one another. */
static void
add(struct range ranges[BOOT_RANGES], unsigned int *n, uint64_t base,
    uint64_t length)
{
	struct range *r = &ranges[*n];

	if (length == 0 || length > UINT64_MAX - base)
		return;
	if (*n > 0 && r[-1].end == base) {
		r[-1].end += length;
		return;
	}
	if (*n == BOOT_RANGES)
		return;
	r->start = base;
	r->end = base + length;
	++*n;
}

void
boot_add_ram(struct boot *boot, uint64_t base, uint64_t length)
{
	add(boot->ram, &boot->nram, base, length);
}

/* What else the map has is something that must not be taken for RAM. */
static void
add_typed(struct boot *boot, uint32_t type, uint64_t base, uint64_t length)
{
	if (type == TYPE_RAM)
		boot_add_ram(boot, base, length);
	else
		add(boot->other, &boot->nother, base, length);
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

/* A string that is no longer than a command line with a file's name. */
static const char *
string_at(uint64_t at)
{
	if (at > BOOT_MAPPED_END - 2 * BOOT_CMDLINE_SIZE)
		ABORT(unreadable);
	return (const char *)at;
}

/* The first word is the name of our file, and one blank ends it. */
static const char *
skip_word(const char *s)
{
	const char *end = s + BOOT_CMDLINE_SIZE;

	while (s != end && *s != ' ' && *s != '\0')
		s++;
	return *s == ' ' ? s + 1 : s;
}

static void
read_map(struct boot *boot, uintptr_t at, uintptr_t end)
{
	struct multiboot_range r;

	if (end > BOOT_MAPPED_END)
		ABORT(unreadable);
	for (; at < end && end - at >= sizeof(r);
	    at += r.size + sizeof(r.size)) {
		memcpy(&r, (const void *)at, sizeof(r));
		add_typed(boot, r.type, r.base, r.length);
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
		copy_cmdline(boot, skip_word(string_at(info->cmdline)));
}

static void
read_pvh(struct boot *boot, uintptr_t at)
{
	const struct pvh_info *info = (const void *)at;
	struct pvh_range r;
	uint32_t count = 0;

	if (info->magic != PVH_MAGIC)
		ABORT("what started this is no PVH boot loader");
	if (info->version >= 1)
		count = info->map_count;
	if (count != 0 && (info->map > BOOT_MAPPED_END ||
	    count > (BOOT_MAPPED_END - info->map) / sizeof(r)))
		ABORT(unreadable);
	for (uint32_t i = 0; i < count; i++) {
		memcpy(&r, (const void *)(info->map + i * sizeof(r)),
		    sizeof(r));
		add_typed(boot, r.type, r.base, r.length);
	}
	if (info->cmdline != 0)
		copy_cmdline(boot, string_at(info->cmdline));
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
