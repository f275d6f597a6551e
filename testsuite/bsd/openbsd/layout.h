/* SPDX-License-Identifier: ISC */
/*
 * layout.h: how a release of OpenBSD has the structures of vmm(4), as
 * assertions.  They are compiled twice: against the declarations of this
 * model, and where there are OpenBSD's own, against those.
 */
#ifndef SOLO5_BSD_OPENBSD_LAYOUT_H
#define SOLO5_BSD_OPENBSD_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "hvt/host/obsdvmm-kernel.h"

#define SIZE(type, n)							\
	_Static_assert(sizeof(type) == (n), "size of " #type)
#define AT(type, member, n)						\
	_Static_assert(offsetof(type, member) == (n),			\
	    "place of " #type "." #member)
#define WIDE(type, member, n)						\
	_Static_assert(sizeof(((type *)NULL)->member) == (n),		\
	    "size of " #type "." #member)
#define IS(name, n)							\
	_Static_assert((name) == (n), "value of " #name)

/* The same in all. */
SIZE(struct vm_mem_range, 32);
AT(struct vm_mem_range, vmr_gpa, 0);
AT(struct vm_mem_range, vmr_va, 8);
AT(struct vm_mem_range, vmr_size, 16);
AT(struct vm_mem_range, vmr_type, 24);
IS(VM_MEM_RAM, 0);

AT(struct vm_create_params, vcp_nmemranges, 0);
AT(struct vm_create_params, vcp_ncpus, 8);
AT(struct vm_create_params, vcp_memranges, 16);
AT(struct vm_create_params, vcp_name, 528);
WIDE(struct vm_create_params, vcp_memranges, 512);
WIDE(struct vm_create_params, vcp_name, 64);
WIDE(struct vm_create_params, vcp_id, 4);

SIZE(struct vcpu_segment_info, 24);
AT(struct vcpu_segment_info, vsi_sel, 0);
AT(struct vcpu_segment_info, vsi_limit, 4);
AT(struct vcpu_segment_info, vsi_ar, 8);
AT(struct vcpu_segment_info, vsi_base, 16);

SIZE(struct vcpu_reg_state, 568);
AT(struct vcpu_reg_state, vrs_gprs, 0);
AT(struct vcpu_reg_state, vrs_crs, 144);
AT(struct vcpu_reg_state, vrs_msrs, 224);
AT(struct vcpu_reg_state, vrs_drs, 280);
AT(struct vcpu_reg_state, vrs_sregs, 328);
AT(struct vcpu_reg_state, vrs_gdtr, 520);
AT(struct vcpu_reg_state, vrs_idtr, 544);
IS(VCPU_REGS_RAX, 0);
IS(VCPU_REGS_RBX, 3);
IS(VCPU_REGS_RSP, 4);
IS(VCPU_REGS_RDI, 7);
IS(VCPU_REGS_R15, 15);
IS(VCPU_REGS_RIP, 16);
IS(VCPU_REGS_RFLAGS, 17);
IS(VCPU_REGS_CR0, 0);
IS(VCPU_REGS_CR3, 2);
IS(VCPU_REGS_CR4, 3);
IS(VCPU_REGS_XCR0, 5);
IS(VCPU_REGS_EFER, 0);
IS(VCPU_REGS_DR6, 4);
IS(VCPU_REGS_DR7, 5);

SIZE(struct vmm_exit, 600);
AT(struct vmm_exit, vrs, 24);
AT(struct vm_exit_inout, vei_size, 0);
AT(struct vm_exit_inout, vei_dir, 1);
AT(struct vm_exit_inout, vei_rep, 2);
AT(struct vm_exit_inout, vei_string, 3);
AT(struct vm_exit_inout, vei_port, 6);
AT(struct vm_exit_inout, vei_data, 8);
AT(struct vm_exit_eptviolation, vee_fault_type, 0);
IS(VEI_DIR_OUT, 0);
IS(VEI_DIR_IN, 1);
IS(VEE_FAULT_HANDLED, 1);
IS(VEE_FAULT_PROTECT, 3);

SIZE(struct vm_resetcpu_params, 576);
AT(struct vm_resetcpu_params, vrp_init_state, 8);
SIZE(struct vm_rwregs_params, 584);
AT(struct vm_rwregs_params, vrwp_mask, 8);
AT(struct vm_rwregs_params, vrwp_regs, 16);
SIZE(struct vm_terminate_params, 4);
SIZE(struct vm_info_params, 24);
AT(struct vm_info_params, vip_info_ct, 8);
AT(struct vm_info_params, vip_info, 16);
SIZE(struct vm_info_result, 160);
AT(struct vm_info_result, vir_creator_pid, 88);
AT(struct vm_info_result, vir_id, 92);
AT(struct vm_info_result, vir_name, 96);

AT(struct vm_run_params, vrp_vm_id, 0);
AT(struct vm_run_params, vrp_vcpu_id, 4);

IS(VMM_IOC_INFO, 0xc0185603);
IS(VMM_IOC_TERM, 0x80045604);
IS(VMM_IOC_RESETCPU, 0x82405605);
IS(VMM_IOC_READREGS, 0xc2485607);

IS(VMX_EXIT_TRIPLE_FAULT, 2);
IS(VMX_EXIT_INT_WINDOW, 7);
IS(VMX_EXIT_HLT, 12);
IS(VMX_EXIT_IO, 30);
IS(VMX_EXIT_EPT_VIOLATION, 48);
IS(SVM_VMEXIT_HLT, 0x78);
IS(SVM_VMEXIT_IOIO, 0x7b);
IS(SVM_VMEXIT_SHUTDOWN, 0x7f);
IS(SVM_VMEXIT_NPF, 0x400);
IS(VM_EXIT_TERMINATED, 0xfffe);
IS(VM_EXIT_NONE, 0xffff);
IS(VM_RWREGS_GPRS, 1);

IS(CTL_MACHDEP, 7);
IS(CPU_TSCFREQ, 16);
IS(CPU_INVARIANTTSC, 17);

#endif /* SOLO5_BSD_OPENBSD_LAYOUT_H */
