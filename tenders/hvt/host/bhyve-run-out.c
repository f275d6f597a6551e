/* SPDX-License-Identifier: ISC */
/*
 * bhyve-run-out.c: VM_RUN since FreeBSD 14, which is told where to write what
 * stopped the CPU; and where a set of CPUs, of which there are no others here.
 */
#include <config.h>

#include "bhyve-dev.h"

#include <errno.h>
#include <stddef.h>
#include <sys/ioctl.h>

#include "bhyve.h"

int
bhyve_run(int fd, struct vmm_exit *e)
{
	struct vm_run run = {
		.cpuid = 0, .cpuset = NULL, .cpusetsize = 0, .vmm_exit = e
	};

	return ioctl(fd, VM_RUN, &run) == -1 ? -errno : 0;
}
