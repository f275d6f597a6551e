/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm-memory-kernel.c: the guest's memory is the kernel's, which maps it
 * into this process when it makes the machine (OpenBSD 7.8).  It is not
 * inherited, not dumped, and its protection cannot be changed.
 */
#include <config.h>

#include "obsdvmm.h"

#include <errno.h>

int
obsd_memory_prepare(struct vm_mem_range *range)
{
	range->vmr_va = 0;
	return 0;
}

int
obsd_memory_find(const struct vm_mem_range *range, uint8_t **mem)
{
	if (range->vmr_va == 0)
		return -EFAULT;
	*mem = (uint8_t *)range->vmr_va;
	return 0;
}
