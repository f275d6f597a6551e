/* SPDX-License-Identifier: ISC */
/*
 * memory-user.c: the guest's memory is what the process has at an address
 * (before OpenBSD 7.8).
 */
#include <config.h>

#include "vmm.h"

#include <errno.h>
#include <sys/mman.h>

int
memory_make(struct vm_mem_range *range, bool *immutable)
{
	if (range->vmr_va == 0 || msync((void *)range->vmr_va,
	    range->vmr_size, MS_ASYNC) == -1)
		return -ENOMEM;
	*immutable = false;
	return 0;
}
