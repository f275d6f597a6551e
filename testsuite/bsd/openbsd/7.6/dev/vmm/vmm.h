/* SPDX-License-Identifier: ISC */
/*
 * vmm.h: what is OpenBSD 7.6's own.  The guest's memory is the process's, which
 * goes on behind instructions of I/O itself.
 */
#ifndef SOLO5_BSD_OPENBSD_7_6_VMM_H
#define SOLO5_BSD_OPENBSD_7_6_VMM_H

#include "vmm-ept.h"
#include "vmm-new.h"

struct vm_create_params {
	size_t vcp_nmemranges;
	size_t vcp_ncpus;
	struct vm_mem_range vcp_memranges[VMM_MAX_MEM_RANGES];
	char vcp_name[VMM_MAX_NAME_LEN];
	int vcp_sev;
	uint32_t vcp_id;
	uint32_t vcp_poscbit;
	uint32_t vcp_asid[VMM_MAX_VCPUS];
};

#define MODEL_KERNEL_MEMORY	0
#define MODEL_ADVANCE		1
#define MODEL_EPT		1

#endif /* SOLO5_BSD_OPENBSD_7_6_VMM_H */
