/* SPDX-License-Identifier: ISC */
/*
 * vmm-new.h: what a tender sees of vmm(4) that is the same since OpenBSD 7.6.
 */
#ifndef SOLO5_BSD_OPENBSD_VMM_NEW_H
#define SOLO5_BSD_OPENBSD_VMM_NEW_H

#include "vmm-same.h"

enum {
	VCPU_REGS_ES,
	VCPU_REGS_CS,
	VCPU_REGS_SS,
	VCPU_REGS_DS,
	VCPU_REGS_FS,
	VCPU_REGS_GS,
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
	uint8_t vei_insn_len;
};

struct vm_exit {
	union {
		struct vm_exit_inout vei;
		struct vm_exit_eptviolation vee;
	};
	struct vcpu_reg_state vrs;
	int cpl;
};

#define VCPU_INJECT_NONE	0

struct vcpu_inject_event {
	uint8_t vie_vector;
	uint32_t vie_errorcode;
	uint8_t vie_type;
};

struct vm_run_params {
	uint32_t vrp_vm_id;
	uint32_t vrp_vcpu_id;
	struct vcpu_inject_event vrp_inject;
	uint8_t vrp_intr_pending;
	struct vm_exit *vrp_exit;
	uint16_t vrp_exit_reason;
	uint8_t vrp_irqready;
};

#endif /* SOLO5_BSD_OPENBSD_VMM_NEW_H */
