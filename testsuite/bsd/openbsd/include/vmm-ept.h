/* SPDX-License-Identifier: ISC */
/*
 * vmm-ept.h: the request by which OpenBSD before 7.7 changes the guest's
 * second address translation.
 */
#ifndef SOLO5_BSD_OPENBSD_VMM_EPT_H
#define SOLO5_BSD_OPENBSD_VMM_EPT_H

#include "vmm-same.h"

struct vm_mprotect_ept_params {
	uint32_t vmep_vm_id;
	uint32_t vmep_vcpu_id;
	vaddr_t vmep_sgpa;
	size_t vmep_size;
	int vmep_prot;
};

#define VMM_IOC_MPROTECT_EPT	OBSD_IOW(11, struct vm_mprotect_ept_params)

#endif /* SOLO5_BSD_OPENBSD_VMM_EPT_H */
