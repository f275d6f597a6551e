/* SPDX-License-Identifier: ISC */
/*
 * memory-user.c: the guest's memory is what the process has at an address
 * (before OpenBSD 7.8).
 */
#include <config.h>

#include "vmm.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * What the process has there is shared from then on: here, by other memory in
 * its place.  It is as yet all zeroes.
 */
static int
share(const struct vm_mem_range *range, uint8_t **guest)
{
	const int prot = PROT_READ | PROT_WRITE;
	const int fd = memfd_create("guest", MFD_CLOEXEC);
	void *p;

	if (fd == -1 || ftruncate(fd, (off_t)range->vmr_size) == -1)
		return -ENOMEM;
	p = mmap(NULL, range->vmr_size, prot, MAP_SHARED | MAP_NORESERVE, fd,
	    0);
	if (p == MAP_FAILED || mmap((void *)range->vmr_va, range->vmr_size,
	    prot, MAP_SHARED | MAP_NORESERVE | MAP_FIXED, fd,
	    0) == MAP_FAILED)
		return -ENOMEM;
	*guest = p;
	(void)close(fd);
	return 0;
}

int
memory_make(struct vm_mem_range *range, bool *immutable,
    uint8_t **guest)
{
	*immutable = false;
	if (range->vmr_va == 0 || msync((void *)range->vmr_va,
	    range->vmr_size, MS_ASYNC) == -1)
		return -ENOMEM;
	return share(range, guest);
}
