/* SPDX-License-Identifier: ISC */
/*
 * vmm_dev.h: requests of vmm(4) in FreeBSD 15.
 */
#ifndef SOLO5_BSD_FREEBSD_15_MACHINE_VMM_DEV_H
#define SOLO5_BSD_FREEBSD_15_MACHINE_VMM_DEV_H

#include <machine/vmm_dev_common.h>
#include <sys/cpuset.h>

struct vm_run {
	int cpuid;
	cpuset_t *cpuset;
	size_t cpusetsize;
	struct vm_exit *vm_exit;
};

struct vm_memseg {
	int segid;
	size_t len;
	char name[16];
	void *ds_mask;
	size_t ds_mask_size;
	int ds_policy;
};

#define VM_RUN		_IOW('v', 1, struct vm_run)
#define VM_ALLOC_MEMSEG	_IOW('v', 14, struct vm_memseg)

#endif /* SOLO5_BSD_FREEBSD_15_MACHINE_VMM_DEV_H */
