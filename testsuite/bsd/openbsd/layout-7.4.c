/* SPDX-License-Identifier: ISC */
/*
 * layout-7.4.c: OpenBSD 7.4, as its kernel's code uses the structures; its
 * headers were not there to compare with.
 */
#include <config.h>

#include "layout.h"

SIZE(struct vm_create_params, 600);
AT(struct vm_create_params, vcp_id, 592);

SIZE(struct vm_exit_inout, 12);
SIZE(struct vm_run_params, 32);
AT(struct vm_run_params, vrp_continue, 8);
AT(struct vm_run_params, vrp_irq, 10);
AT(struct vm_run_params, vrp_intr_pending, 12);
AT(struct vm_run_params, vrp_exit, 16);
AT(struct vm_run_params, vrp_exit_reason, 24);

IS(VCPU_REGS_CS, 0);
IS(VCPU_REGS_DS, 1);
IS(VCPU_REGS_ES, 2);
IS(VCPU_REGS_FS, 3);
IS(VCPU_REGS_GS, 4);
IS(VCPU_REGS_SS, 5);
IS(VCPU_REGS_LDTR, 6);
IS(VCPU_REGS_TR, 7);

SIZE(struct vm_mprotect_ept_params, 32);
IS(VMM_IOC_MPROTECT_EPT, 0x8020560b);
