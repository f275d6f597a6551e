/* SPDX-License-Identifier: ISC */
/*
 * unikernel.c: the unikernel's file.  Everything that depends on its contents
 * is libsolo5-elf's; here its refusals become messages.
 */
#include <config.h>

#include "unikernel.h"

#include <errno.h>

#include <solo5/elf_abi.h>

#include "message.h"
#include "options.h"

NORETURN static void
die_reason(const struct unikernel *kernel, int reason)
{
	if (reason == S5ELF_SYSTEM)
		die("%s: Could not open", kernel->path);
	diex("%s: %s", kernel->path, s5elf_strerror(reason));
}

static void
check_abi(struct unikernel *kernel, const struct tender *tender)
{
	struct solo5_abi abi;
	int r;

	r = s5elf_abi(kernel->elf, &abi);
	if (r != S5ELF_OK)
		die_reason(kernel, r);
	if (abi.target != tender->abi_target)
		diex("%s: Executable is not for the %s target", kernel->path,
		    tender->name);
	if (abi.version < tender->abi_version_min ||
	    abi.version > tender->abi_version)
		diex("%s: Executable requests unsupported ABI version %u",
		    kernel->path, (unsigned int)abi.version);
}

void
unikernel_open(struct unikernel *kernel, const char *path,
    const struct tender *tender, uint16_t machine)
{
	const char *name;
	int r;

	kernel->path = path;
	r = s5elf_open(&kernel->elf, path);
	if (r != S5ELF_OK)
		die_reason(kernel, r);
	check_abi(kernel, tender);
	if (s5elf_info(kernel->elf)->machine != machine) {
		name = s5elf_machine_name(s5elf_info(kernel->elf)->machine);
		diex("%s: Executable is for another CPU (%s)", path,
		    name == NULL ? "unknown" : name);
	}
	r = s5elf_manifest(kernel->elf, &kernel->m.mft, sizeof(kernel->m));
	if (r != S5ELF_OK)
		die_reason(kernel, r);
}

void
unikernel_load(struct unikernel *kernel, void *mem, uint64_t mem_start,
    uint64_t mem_end, size_t page_size)
{
	int r;

	r = s5elf_fits(kernel->elf, mem_end, page_size);
	if (r == S5ELF_OK)
		r = s5elf_load(kernel->elf, mem, mem_start,
		    (size_t)(mem_end - mem_start));
	if (r == S5ELF_SYSTEM)
		die("%s: Could not read", kernel->path);
	if (r != S5ELF_OK)
		die_reason(kernel, r);
}
