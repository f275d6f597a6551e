/* SPDX-License-Identifier: ISC */
/*
 * arch.c: what differs between the CPUs, as data; and names.
 *
 * Every CPU is known on every host.
 */
#include <config.h>

#include "image.h"

#include "compiler.h"

static const struct image_arch arches[] = {
	{
		.machine = EM_AARCH64,
		.name = "aarch64",
		.entry_align = 4,
	},
	{
		/*
		 * Only ELFv2.  In e_flags 1 is ELFv1, and 0 is an executable
		 * in which nothing depends on the difference.
		 */
		.machine = EM_PPC64,
		.name = "powerpc64le",
		.flags_mask = 3,
		.flags = 2,
		.entry_align = 4,
	},
	{
		.machine = EM_X86_64,
		.name = "x86_64",
		.entry_align = 1,
	},
};

static const char *const targets[] = {
	[SOLO5_ABI_HVT] = "hvt",
	[SOLO5_ABI_SPT] = "spt",
	[SOLO5_ABI_VIRTIO] = "virtio",
	[SOLO5_ABI_MUEN] = "muen",
	[SOLO5_ABI_GENODE] = "genode",
	[SOLO5_ABI_XEN] = "xen",
};

const struct image_arch *
image_arch(uint16_t machine)
{
	for (size_t i = 0; i < NELEM(arches); i++)
		if (arches[i].machine == machine)
			return &arches[i];
	return NULL;
}

const char *
s5elf_machine_name(uint16_t machine)
{
	const struct image_arch *arch = image_arch(machine);

	return arch == NULL ? NULL : arch->name;
}

const char *
s5elf_target_name(uint32_t target)
{
	if (target >= NELEM(targets))
		return NULL;
	return targets[target];
}
