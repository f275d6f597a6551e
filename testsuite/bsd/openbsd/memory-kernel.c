/* SPDX-License-Identifier: ISC */
/*
 * memory-kernel.c: the guest's memory is the kernel's, mapped into the
 * process: not inherited, not dumped, and not to be changed (OpenBSD 7.8).
 */
#include <config.h>

#include "vmm.h"

#include <errno.h>
#include <sys/mman.h>

#include "model.h"

int
memory_make(struct vm_mem_range *range, bool *immutable,
    uint8_t **guest)
{
	void *p;

	if (range->vmr_va != 0)
		complain("CREATE with an address that is not looked at");
	p = mmap(NULL, range->vmr_size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return -ENOMEM;
	(void)madvise(p, range->vmr_size, MADV_DONTFORK);
	(void)madvise(p, range->vmr_size, MADV_DONTDUMP);
	range->vmr_va = (vaddr_t)p;
	*guest = p;
	*immutable = true;
	return 0;
}
