/* SPDX-License-Identifier: ISC */
/*
 * layout-7.6.c: OpenBSD 7.6, as its kernel's code uses the structures; its
 * headers were not there to compare with.
 */
#include <config.h>

#include "layout.h"

SIZE(struct vm_create_params, 2656);
AT(struct vm_create_params, vcp_sev, 592);
AT(struct vm_create_params, vcp_id, 596);

AT(struct vm_exit_inout, vei_insn_len, 12);
SIZE(struct vm_run_params, 40);
AT(struct vm_run_params, vrp_inject, 8);
AT(struct vm_run_params, vrp_exit, 24);
AT(struct vm_run_params, vrp_exit_reason, 32);

IS(VCPU_REGS_ES, 0);
IS(VCPU_REGS_CS, 1);
IS(VCPU_REGS_SS, 2);
IS(VCPU_REGS_DS, 3);

SIZE(struct vm_mprotect_ept_params, 32);
AT(struct vm_mprotect_ept_params, vmep_sgpa, 8);
AT(struct vm_mprotect_ept_params, vmep_size, 16);
AT(struct vm_mprotect_ept_params, vmep_prot, 24);
IS(VMM_IOC_MPROTECT_EPT, 0x8020560b);
