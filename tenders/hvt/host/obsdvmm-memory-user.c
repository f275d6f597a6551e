/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm-memory-user.c: the guest's memory is this process's, which shares it
 * with the machine (before OpenBSD 7.8).
 */
#include <config.h>

#include "obsdvmm.h"

#include <errno.h>
#include <sys/mman.h>

int
obsd_memory_prepare(struct vm_mem_range *range)
{
	void *p;

	p = mmap(NULL, range->vmr_size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON | MAP_CONCEAL, -1, 0);
	if (p == MAP_FAILED)
		return -errno;
	range->vmr_va = (vaddr_t)p;
	return 0;
}

int
obsd_memory_find(const struct vm_mem_range *range, uint8_t **mem)
{
	*mem = (uint8_t *)range->vmr_va;
	return 0;
}
