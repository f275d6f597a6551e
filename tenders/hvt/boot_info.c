/* SPDX-License-Identifier: ISC */
/*
 * boot_info.c: boot information, with the manifest and the command line
 * behind it.  All of it is far less than there is below the segments.
 */
#include <config.h>

#include "boot_info.h"

#include <string.h>
#include <unistd.h>

#include <solo5/elf_abi.h>
#include <solo5/hvt_abi.h>
#include <solo5/mft_abi.h>

#include "common/message.h"
#include "common/options.h"
#include "manifest/manifest.h"
#include "vm.h"

_Static_assert(CMDLINE_SIZE <= HVT_CMDLINE_SIZE, "command line");
_Static_assert(sizeof(struct hvt_boot_info) <= HVT_BOOT_INFO_ROOM,
    "room for boot information");
_Static_assert(HVT_BOOT_INFO_BASE + VM_PAGE_SIZE + S5ELF_MFT_SIZE +
    CMDLINE_SIZE < SOLO5_ELF_BASE, "room below segments");

/* Descriptors are ours, and nothing that the guest needs to know. */
static void
mft_copy(struct mft *to, const struct mft *from)
{
	uint32_t i;

	memcpy(to, from, mft_size(from->entries));
	for (i = 0; i < to->entries; i++)
		memset(&to->e[i].b, 0, sizeof(to->e[i].b));
}

uint64_t
boot_info_write(const struct vm *vm, const struct options *opt,
    uint64_t clock_freq)
{
	/* What the guest may write to is a page of its own. */
	const uint64_t mft = HVT_BOOT_INFO_BASE + (vm->ring != NULL ?
	    VM_PAGE_SIZE : HVT_BOOT_INFO_ROOM);
	const uint64_t cmdline = mft + mft_size(vm->mft->entries);
	struct hvt_boot_info info = {
		.mem_size = vm->mem_size,
		.kernel_end = vm->kernel_end,
		.cpu_cycle_freq = clock_freq,
		.cmdline = cmdline,
		.mft = mft,
		.host_features = vm->ring != NULL ? HVT_FEATURE_RING_IO : 0,
		.net_ring = vm->ring != NULL ? vm->mem_size : 0,
	};

	if (getentropy(info.entropy, sizeof(info.entropy)) == -1)
		die("random numbers");
	/* No zeroes: they would mean that there are no random numbers. */
	info.entropy[0] |= 1;
	/* The guest need not be able to: this is not what vm_mem() is for. */
	memcpy(vm->mem + HVT_BOOT_INFO_BASE, &info, sizeof(info));
	mft_copy((struct mft *)(vm->mem + mft), vm->mft);
	options_cmdline(opt, (char *)vm->mem + cmdline);
	return (cmdline + opt->cmdline_size + VM_PAGE_SIZE - 1) &
	    ~(uint64_t)(VM_PAGE_SIZE - 1);
}
