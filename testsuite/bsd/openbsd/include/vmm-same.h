/* SPDX-License-Identifier: ISC */
/*
 * vmm-same.h: what a tender sees of OpenBSD's vmm(4), as far as it is the same
 * in 7.4 to 7.8.  These are declarations of ours for the same layouts; see
 * layout.h, which holds them.
 */
#ifndef SOLO5_BSD_OPENBSD_VMM_SAME_H
#define SOLO5_BSD_OPENBSD_VMM_SAME_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef unsigned long paddr_t;
typedef unsigned long vaddr_t;

/* Requests: two bits of direction, the size, the group 'V', a number. */
#define OBSD_IO_IN	0x80000000u
#define OBSD_IO_OUT	0x40000000u
#define OBSD_IO(way, nr, type)						\
	((unsigned long)((way) | ((sizeof(type) & 0x1fff) << 16) |	\
	'V' << 8 | (nr)))
#define OBSD_IOW(nr, type)	OBSD_IO(OBSD_IO_IN, nr, type)
#define OBSD_IOWR(nr, type)	OBSD_IO(OBSD_IO_IN | OBSD_IO_OUT, nr, type)

#define VMM_MAX_MEM_RANGES	16
#define VMM_MAX_NAME_LEN	64
#define VMM_MAX_VCPUS		512
#define VMM_MAX_VCPUS_PER_VM	64
#define VMM_MAX_VM_MEM_SIZE	(128ul << 30)

/* Why the CPU stopped: Intel's numbers, AMD's, the kernel's own. */
#define VMX_EXIT_TRIPLE_FAULT	2
#define VMX_EXIT_INT_WINDOW	7
#define VMX_EXIT_HLT		12
#define VMX_EXIT_IO		30
#define VMX_EXIT_EPT_VIOLATION	48
#define SVM_VMEXIT_HLT		0x78
#define SVM_VMEXIT_IOIO		0x7b
#define SVM_VMEXIT_SHUTDOWN	0x7f
#define SVM_VMEXIT_NPF		0x400
#define VM_EXIT_TERMINATED	0xfffe
#define VM_EXIT_NONE		0xffff

enum {
	VEI_DIR_OUT,
	VEI_DIR_IN
};

enum {
	VEE_FAULT_INVALID,
	VEE_FAULT_HANDLED,
	VEE_FAULT_MMIO_ASSIST,
	VEE_FAULT_PROTECT
};

struct vm_exit_eptviolation {
	uint8_t vee_fault_type;
	uint8_t vee_insn_info;
	uint8_t vee_insn_len;
	uint8_t vee_insn_bytes[15];
};

struct vcpu_segment_info {
	uint16_t vsi_sel;
	uint32_t vsi_limit;
	uint32_t vsi_ar;
	uint64_t vsi_base;
};

/* As instructions number them. */
enum {
	VCPU_REGS_RAX,
	VCPU_REGS_RCX,
	VCPU_REGS_RDX,
	VCPU_REGS_RBX,
	VCPU_REGS_RSP,
	VCPU_REGS_RBP,
	VCPU_REGS_RSI,
	VCPU_REGS_RDI,
	VCPU_REGS_R8,
	VCPU_REGS_R9,
	VCPU_REGS_R10,
	VCPU_REGS_R11,
	VCPU_REGS_R12,
	VCPU_REGS_R13,
	VCPU_REGS_R14,
	VCPU_REGS_R15,
	VCPU_REGS_RIP,
	VCPU_REGS_RFLAGS,
	VCPU_REGS_NGPRS
};

enum {
	VCPU_REGS_CR0,
	VCPU_REGS_CR2,
	VCPU_REGS_CR3,
	VCPU_REGS_CR4,
	VCPU_REGS_CR8,
	VCPU_REGS_XCR0,
	VCPU_REGS_PDPTE0,
	VCPU_REGS_PDPTE1,
	VCPU_REGS_PDPTE2,
	VCPU_REGS_PDPTE3,
	VCPU_REGS_NCRS
};

enum {
	VCPU_REGS_EFER,
	VCPU_REGS_STAR,
	VCPU_REGS_LSTAR,
	VCPU_REGS_CSTAR,
	VCPU_REGS_SFMASK,
	VCPU_REGS_KGSBASE,
	VCPU_REGS_MISC_ENABLE,
	VCPU_REGS_NMSRS
};

enum {
	VCPU_REGS_DR0,
	VCPU_REGS_DR1,
	VCPU_REGS_DR2,
	VCPU_REGS_DR3,
	VCPU_REGS_DR6,
	VCPU_REGS_DR7,
	VCPU_REGS_NDRS
};

/* Which segment is where is not the same. */
#define VCPU_REGS_NSREGS	8

struct vcpu_reg_state {
	uint64_t vrs_gprs[VCPU_REGS_NGPRS];
	uint64_t vrs_crs[VCPU_REGS_NCRS];
	uint64_t vrs_msrs[VCPU_REGS_NMSRS];
	uint64_t vrs_drs[VCPU_REGS_NDRS];
	struct vcpu_segment_info vrs_sregs[VCPU_REGS_NSREGS];
	struct vcpu_segment_info vrs_gdtr;
	struct vcpu_segment_info vrs_idtr;
};

#define VM_RWREGS_GPRS	0x01
#define VM_RWREGS_ALL	0x1f

struct vm_rwregs_params {
	uint32_t vrwp_vm_id;
	uint32_t vrwp_vcpu_id;
	uint64_t vrwp_mask;
	struct vcpu_reg_state vrwp_regs;
};

#define VM_MEM_RAM	0

struct vm_mem_range {
	paddr_t vmr_gpa;
	vaddr_t vmr_va;
	size_t vmr_size;
	int vmr_type;
};

struct vm_info_result {
	size_t vir_memory_size;
	size_t vir_used_size;
	size_t vir_ncpus;
	uint8_t vir_vcpu_state[VMM_MAX_VCPUS_PER_VM];
	pid_t vir_creator_pid;
	uint32_t vir_id;
	char vir_name[VMM_MAX_NAME_LEN];
};

struct vm_info_params {
	size_t vip_size;
	size_t vip_info_ct;
	struct vm_info_result *vip_info;
};

struct vm_terminate_params {
	uint32_t vtp_vm_id;
};

struct vm_resetcpu_params {
	uint32_t vrp_vm_id;
	uint32_t vrp_vcpu_id;
	struct vcpu_reg_state vrp_init_state;
};

/* What is called with these is the same, too, but for CREATE and RUN. */
#define VMM_IOC_CREATE		OBSD_IOWR(1, struct vm_create_params)
#define VMM_IOC_RUN		OBSD_IOWR(2, struct vm_run_params)
#define VMM_IOC_INFO		OBSD_IOWR(3, struct vm_info_params)
#define VMM_IOC_TERM		OBSD_IOW(4, struct vm_terminate_params)
#define VMM_IOC_RESETCPU	OBSD_IOW(5, struct vm_resetcpu_params)
#define VMM_IOC_READREGS	OBSD_IOWR(7, struct vm_rwregs_params)

#endif /* SOLO5_BSD_OPENBSD_VMM_SAME_H */
