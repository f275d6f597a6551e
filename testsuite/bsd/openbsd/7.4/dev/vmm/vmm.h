/* SPDX-License-Identifier: ISC */
/*
 * vmm.h: what is OpenBSD 7.4's own.  The kernel goes on behind instructions of
 * I/O, and takes over what an exit has left only when it is told to.
 */
#ifndef SOLO5_BSD_OPENBSD_7_4_VMM_H
#define SOLO5_BSD_OPENBSD_7_4_VMM_H

#include "vmm-ept.h"
#include "vmm-same.h"

enum {
	VCPU_REGS_CS,
	VCPU_REGS_DS,
	VCPU_REGS_ES,
	VCPU_REGS_FS,
	VCPU_REGS_GS,
	VCPU_REGS_SS,
	VCPU_REGS_LDTR,
	VCPU_REGS_TR
};

struct vm_exit_inout {
	uint8_t vei_size;
	uint8_t vei_dir;
	uint8_t vei_rep;
	uint8_t vei_string;
	uint8_t vei_encoding;
	uint16_t vei_port;
	uint32_t vei_data;
};

struct vm_exit {
	union {
		struct vm_exit_inout vei;
		struct vm_exit_eptviolation vee;
	};
	struct vcpu_reg_state vrs;
	int cpl;
};

struct vm_run_params {
	uint32_t vrp_vm_id;
	uint32_t vrp_vcpu_id;
	uint8_t vrp_continue;
	uint16_t vrp_irq;
	uint8_t vrp_intr_pending;
	struct vm_exit *vrp_exit;
	uint16_t vrp_exit_reason;
	uint8_t vrp_irqready;
};

struct vm_create_params {
	size_t vcp_nmemranges;
	size_t vcp_ncpus;
	struct vm_mem_range vcp_memranges[VMM_MAX_MEM_RANGES];
	char vcp_name[VMM_MAX_NAME_LEN];
	uint32_t vcp_id;
};

#define MODEL_KERNEL_MEMORY	0
#define MODEL_ADVANCE		0
#define MODEL_EPT		1

#endif /* SOLO5_BSD_OPENBSD_7_4_VMM_H */
