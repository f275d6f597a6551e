/* SPDX-License-Identifier: ISC */
/*
 * t-good.c: what the library says of well-formed unikernels, of every CPU,
 * both layouts, all alignments and any number of devices.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "compiler.h"
#include "craft.h"
#include "manifest/manifest.h"
#include "solo5-elf.h"
#include "solo5/elf_abi.h"

static const struct {
	uint16_t machine;
	uint32_t flags;
	const char *name;
} machines[] = {
	{ 21, 2, "powerpc64le" },
	{ 62, 0, "x86_64" },
	{ 183, 0, "aarch64" },
};

static const uint32_t aligns[] = { 1, 0x1000, 0x10000 };
static const uint32_t devices[] = { 0, 1, 2, 63 };

/* What each segment of the crafted file is known to be. */
struct expected {
	uint64_t filesz;
	uint64_t memsz;
	uint32_t prot;
};

static const struct expected layout1[] = {
	{ CRAFT_TEXT_SIZE, CRAFT_TEXT_SIZE, S5ELF_X },
	{ 0, 0, S5ELF_R },
	{ CRAFT_DATA_SIZE, CRAFT_DATA_SIZE + CRAFT_BSS_SIZE,
	    S5ELF_R | S5ELF_W },
};

static const struct expected layout2[] = {
	{ CRAFT_TEXT_SIZE, CRAFT_TEXT_SIZE, S5ELF_X },
	{ 0, 0, S5ELF_R },
	{ CRAFT_DATA_SIZE, CRAFT_DATA_SIZE, S5ELF_R | S5ELF_W },
	{ CRAFT_TDATA_SIZE, CRAFT_TDATA_SIZE, S5ELF_R },
	{ 0, CRAFT_BSS_SIZE, S5ELF_R | S5ELF_W },
};

static void
check_segments(const struct s5elf *img, const struct craft_spec *spec,
    const struct craft *file)
{
	const struct s5elf_info *info = s5elf_info(img);
	const struct s5elf_segment *seg = s5elf_segments(img);
	const struct expected *want = spec->version == 1 ? layout1 : layout2;
	const size_t n = spec->version == 1 ? NELEM(layout1) : NELEM(layout2);
	const uint64_t rodata = 64 + 32 + (spec->devices + 1) * 104u + 5;

	if (!CHECK(info->nsegments == n))
		return;
	CHECK(info->start == 0x100000);
	CHECK(info->end == 0x100000 + (n - 1) * 0x10000u + want[n - 1].memsz);
	for (size_t i = 0; i < n; i++) {
		CHECK(seg[i].vaddr == 0x100000 + i * 0x10000u);
		CHECK(seg[i].filesz == (i == 1 ? rodata : want[i].filesz));
		CHECK(seg[i].memsz == (i == 1 ? rodata : want[i].memsz));
		CHECK(seg[i].prot == want[i].prot);
		if (seg[i].filesz > 0)
			CHECK(file->data[seg[i].offset + seg[i].filesz - 1] ==
			    craft_byte((uint32_t)(CRAFT_TEXT + i),
			    (size_t)seg[i].filesz - 1));
	}
}

static void
check_manifest(struct s5elf *img, uint32_t n)
{
	static union {
		struct mft mft;
		uint8_t raw[S5ELF_MFT_SIZE];
	} u;
	const size_t size = 8 + (n + 1) * 104u;
	char name[16];

	memset(&u, 0xa5, sizeof(u));
	CHECK_REASON(s5elf_manifest(img, &u.mft, size - 1), S5ELF_ARGUMENT,
	    "buffer too small by one");
	CHECK(u.raw[0] == 0xa5);
	if (!CHECK_REASON(s5elf_manifest(img, &u.mft, size), S5ELF_OK,
	    "buffer just large enough"))
		return;
	CHECK(size == sizeof(u) || u.raw[size] == 0xa5);
	CHECK(u.mft.version == 1);
	CHECK(u.mft.entries == n + 1);
	CHECK(u.mft.e[0].type == MFT_RESERVED_FIRST);
	for (uint32_t i = 1; i <= n; i++) {
		(void)snprintf(name, sizeof(name), "dev%u", i - 1);
		CHECK(strcmp(u.mft.e[i].name, name) == 0);
		CHECK(u.mft.e[i].type == (i % 2 == 1 ? MFT_DEV_NET_BASIC :
		    MFT_DEV_BLOCK_BASIC));
	}
}

static void
check_one(const struct craft_spec *spec, const char *machine)
{
	struct solo5_abi abi;
	struct craft file;
	struct s5elf *img;
	int fd;

	craft_make(&file, spec);
	fd = craft_fd(&file);
	if (CHECK_REASON(s5elf_fdopen(&img, fd), S5ELF_OK, machine)) {
		CHECK(s5elf_info(img)->machine == spec->machine);
		CHECK(s5elf_info(img)->entry == CRAFT_ENTRY);
		CHECK(s5elf_info(img)->align == spec->align);
		CHECK(strcmp(s5elf_machine_name(spec->machine), machine) ==
		    0);
		check_segments(img, spec, &file);
		/* In either order, and again. */
		check_manifest(img, spec->devices);
		for (int i = 0; i < 2; i++) {
			CHECK_REASON(s5elf_abi(img, &abi), S5ELF_OK,
			    machine);
			CHECK(abi.target == spec->target);
			CHECK(abi.version == spec->version);
		}
		check_manifest(img, spec->devices);
		s5elf_close(img);
	}
	(void)close(fd);
	craft_free(&file);
}

/* The largest alignment is neither that of the first nor of the last. */
static void
check_alignment(void)
{
	struct craft file;
	struct s5elf *img;
	int fd;

	craft_make(&file, &CRAFT_BASE);
	craft_put(file.data + CRAFT_PHDR(CRAFT_RODATA, p_align), 8, 0x2000);
	fd = craft_fd(&file);
	if (CHECK_REASON(s5elf_fdopen(&img, fd), S5ELF_OK, "alignments")) {
		CHECK(s5elf_info(img)->align == 0x2000);
		s5elf_close(img);
	}
	(void)close(fd);
	craft_free(&file);
}

static void
check_names(void)
{
	static const char *const targets[] = {
		NULL, "hvt", "spt", "virtio", "muen", "genode", "xen", NULL,
	};

	for (uint32_t i = 0; i < NELEM(targets); i++)
		if (targets[i] == NULL)
			CHECK(s5elf_target_name(i) == NULL);
		else
			CHECK(strcmp(s5elf_target_name(i), targets[i]) == 0);
	CHECK(s5elf_target_name(UINT32_MAX) == NULL);
	CHECK(s5elf_machine_name(0) == NULL);
	CHECK(s5elf_machine_name(3) == NULL);
	CHECK(s5elf_machine_name(UINT16_MAX) == NULL);
}

int
main(void)
{
	struct craft_spec spec = { .target = 1 };

	for (size_t m = 0; m < NELEM(machines); m++)
		for (uint32_t v = 1; v <= 2; v++)
			for (size_t a = 0; a < NELEM(aligns); a++)
				for (size_t d = 0; d < NELEM(devices); d++) {
					spec.machine = machines[m].machine;
					spec.flags = machines[m].flags;
					spec.target = spec.target % 6 + 1;
					spec.version = v;
					spec.align = aligns[a];
					spec.devices = devices[d];
					check_one(&spec, machines[m].name);
				}
	check_alignment();
	check_names();
	return check_status();
}
