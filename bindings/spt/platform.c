/* SPDX-License-Identifier: ISC */
/*
 * platform.c: the unikernel as a part of a Linux process that may make a
 * dozen system calls and no more.
 */
#include "spt.h"

#include <solo5/elf_abi.h>

#include "device.h"
#include "linux.h"

SOLO5_OPENBSD_NOTE;
SOLO5_ABI1_NOTE(SPT_ABI_TARGET, SPT_ABI_VERSION);

struct spt spt;

void
spt_start(const struct spt_boot_info *bi)
{
	const struct memory mem = { bi->kernel_end, bi->mem_size };

	devices.mft = (const struct mft *)bi->mft;
	spt.epollfd = bi->epollfd;
	spt.timerfd = bi->timerfd;
	spt.vdso = bi->vdso;
	/* Older tenders leave zeroes there, and entropy is none. */
	spt.old_tender = bi->vdso == 0 &&
	    (bi->entropy[0] | bi->entropy[1]) == 0;
	clock_init();
	crt_run((const char *)bi->cmdline, &mem);
}

void
platform_exit(int status)
{
	sys_exit_group(status);
}

bool
platform_set_tls_base(uintptr_t base)
{
	return syscall_set_tls_base(base);
}
