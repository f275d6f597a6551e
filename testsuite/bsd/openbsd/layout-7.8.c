/* SPDX-License-Identifier: ISC */
/*
 * layout-7.8.c: OpenBSD 7.8, whose headers there are to compare with.
 */
#include <config.h>

#include "layout.h"

SIZE(struct vm_create_params, 2656);
AT(struct vm_create_params, vcp_sev, 592);
AT(struct vm_create_params, vcp_seves, 596);
AT(struct vm_create_params, vcp_id, 600);
AT(struct vm_create_params, vcp_poscbit, 604);
AT(struct vm_create_params, vcp_asid, 608);

AT(struct vm_exit_inout, vei_insn_len, 12);
SIZE(struct vcpu_inject_event, 12);
IS(VCPU_INJECT_NONE, 0);
SIZE(struct vm_run_params, 40);
AT(struct vm_run_params, vrp_inject, 8);
AT(struct vm_run_params, vrp_intr_pending, 20);
AT(struct vm_run_params, vrp_exit, 24);
AT(struct vm_run_params, vrp_exit_reason, 32);

IS(VCPU_REGS_ES, 0);
IS(VCPU_REGS_CS, 1);
IS(VCPU_REGS_SS, 2);
IS(VCPU_REGS_DS, 3);
IS(VCPU_REGS_FS, 4);
IS(VCPU_REGS_GS, 5);
IS(VCPU_REGS_LDTR, 6);
IS(VCPU_REGS_TR, 7);

IS(VMM_IOC_CREATE, 0xca605601);
IS(VMM_IOC_RUN, 0xc0285602);
