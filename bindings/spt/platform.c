/* SPDX-License-Identifier: ISC */
/*
 * platform.c: the unikernel as a part of a Linux process that may make a
 * dozen system calls and no more.
 */
#include "spt.h"

#include <solo5/elf_abi.h>

#include "linux.h"
#include "manifest.h"

SOLO5_OPENBSD_NOTE;
SOLO5_ABI1_NOTE(SPT_ABI_TARGET, SPT_ABI_VERSION);

struct spt spt;

void
spt_start(const struct spt_boot_info *bi)
{
	const struct memory mem = { bi->kernel_end, bi->mem_size };

	spt.mft = (const struct mft *)bi->mft;
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

solo5_handle_t
device_acquire(const char *name, uint32_t type, solo5_handle_set_t *acquired)
{
	solo5_handle_t handle = mft_find(spt.mft, name, type);

	if (handle == 0 || !spt.mft->e[handle].attached ||
	    (*acquired >> handle & 1) != 0)
		return 0;
	*acquired |= (solo5_handle_set_t)1 << handle;
	log_print(LOG_INFO, "Solo5: Application acquired '%s' as %s device\n",
	    name, type == MFT_DEV_NET_BASIC ? "network" : "block");
	return handle;
}
