/* SPDX-License-Identifier: ISC */
/*
 * bhyve-run-in.c: VM_RUN up to FreeBSD 13, which returns what stopped the CPU
 * in its own structure.
 */
#include <config.h>

#include "bhyve-dev.h"

#include <errno.h>
#include <sys/ioctl.h>

#include "bhyve.h"

int
bhyve_run(int fd, struct vmm_exit *e)
{
	struct vm_run run = { .cpuid = 0 };

	if (ioctl(fd, VM_RUN, &run) == -1)
		return -errno;
	*e = run.vmm_exit;
	return 0;
}
