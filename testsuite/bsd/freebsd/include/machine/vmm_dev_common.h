/* SPDX-License-Identifier: ISC */
/*
 * vmm_dev_common.h: requests of vmm(4) that are the same in all releases.
 */
#ifndef SOLO5_BSD_FREEBSD_MACHINE_VMM_DEV_COMMON_H
#define SOLO5_BSD_FREEBSD_MACHINE_VMM_DEV_COMMON_H

#include <stddef.h>
#include <stdint.h>
#include <sys/ioccom.h>

struct vm_memmap {
	vm_paddr_t gpa;
	int segid;
	vm_ooffset_t segoff;
	size_t len;
	int prot;
	int flags;
};

struct vm_munmap {
	vm_paddr_t gpa;
	size_t len;
};

struct vm_register {
	int cpuid;
	int regnum;
	uint64_t regval;
};

struct vm_seg_desc {
	int cpuid;
	int regnum;
	struct seg_desc desc;
};

struct vm_register_set {
	int cpuid;
	unsigned int count;
	const int *regnums;
	uint64_t *regvals;
};

struct vm_capability {
	int cpuid;
	enum vm_cap_type captype;
	int capval;
	int allcpus;
};

struct vm_activate_cpu {
	int vcpuid;
};

#define VM_SET_CAPABILITY	_IOW('v', 2, struct vm_capability)
#define VM_MMAP_MEMSEG		_IOW('v', 16, struct vm_memmap)
#define VM_MUNMAP_MEMSEG	_IOW('v', 19, struct vm_munmap)
#define VM_SET_REGISTER		_IOW('v', 20, struct vm_register)
#define VM_GET_REGISTER		_IOWR('v', 21, struct vm_register)
#define VM_SET_SEGMENT_DESCRIPTOR	_IOW('v', 22, struct vm_seg_desc)
#define VM_GET_SEGMENT_DESCRIPTOR	_IOWR('v', 23, struct vm_seg_desc)
#define VM_GET_REGISTER_SET	_IOWR('v', 25, struct vm_register_set)
#define VM_ACTIVATE_CPU		_IOW('v', 90, struct vm_activate_cpu)

#endif /* SOLO5_BSD_FREEBSD_MACHINE_VMM_DEV_COMMON_H */
