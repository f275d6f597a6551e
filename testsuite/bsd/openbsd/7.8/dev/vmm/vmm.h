/* SPDX-License-Identifier: ISC */
/*
 * vmm.h: what is OpenBSD 7.8's own.  The kernel allocates the guest's memory.
 */
#ifndef SOLO5_BSD_OPENBSD_7_8_VMM_H
#define SOLO5_BSD_OPENBSD_7_8_VMM_H

#include "vmm-new.h"

struct vm_create_params {
	size_t vcp_nmemranges;
	size_t vcp_ncpus;
	struct vm_mem_range vcp_memranges[VMM_MAX_MEM_RANGES];
	char vcp_name[VMM_MAX_NAME_LEN];
	int vcp_sev;
	int vcp_seves;
	uint32_t vcp_id;
	uint32_t vcp_poscbit;
	uint32_t vcp_asid[VMM_MAX_VCPUS];
};

#define MODEL_KERNEL_MEMORY	1
#define MODEL_ADVANCE		1
#define MODEL_EPT		0

#endif /* SOLO5_BSD_OPENBSD_7_8_VMM_H */
