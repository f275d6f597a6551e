/* SPDX-License-Identifier: ISC */
/*
 * vmm.h: what FreeBSD's has for vmm(4), as far as it is used here.
 */
#ifndef SOLO5_BSD_FREEBSD_MACHINE_VMM_H
#define SOLO5_BSD_FREEBSD_MACHINE_VMM_H

#include <stddef.h>
#include <stdint.h>

typedef uint64_t vm_paddr_t;
typedef int64_t vm_ooffset_t;

enum vm_reg_name {
	VM_REG_GUEST_RAX, VM_REG_GUEST_RBX, VM_REG_GUEST_RCX,
	VM_REG_GUEST_RDX, VM_REG_GUEST_RSI, VM_REG_GUEST_RDI,
	VM_REG_GUEST_RBP, VM_REG_GUEST_R8, VM_REG_GUEST_R9,
	VM_REG_GUEST_R10, VM_REG_GUEST_R11, VM_REG_GUEST_R12,
	VM_REG_GUEST_R13, VM_REG_GUEST_R14, VM_REG_GUEST_R15,
	VM_REG_GUEST_CR0, VM_REG_GUEST_CR3, VM_REG_GUEST_CR4,
	VM_REG_GUEST_DR7, VM_REG_GUEST_RSP, VM_REG_GUEST_RIP,
	VM_REG_GUEST_RFLAGS, VM_REG_GUEST_ES, VM_REG_GUEST_CS,
	VM_REG_GUEST_SS, VM_REG_GUEST_DS, VM_REG_GUEST_FS,
	VM_REG_GUEST_GS, VM_REG_GUEST_LDTR, VM_REG_GUEST_TR,
	VM_REG_GUEST_IDTR, VM_REG_GUEST_GDTR, VM_REG_GUEST_EFER,
	VM_REG_GUEST_CR2
};

enum vm_cap_type {
	VM_CAP_HALT_EXIT,
	VM_CAP_MTRAP_EXIT
};

enum vm_suspend_how {
	VM_SUSPEND_NONE,
	VM_SUSPEND_RESET,
	VM_SUSPEND_POWEROFF,
	VM_SUSPEND_HALT,
	VM_SUSPEND_TRIPLEFAULT
};

enum vm_exitcode {
	VM_EXITCODE_INOUT, VM_EXITCODE_VMX, VM_EXITCODE_BOGUS,
	VM_EXITCODE_RDMSR, VM_EXITCODE_WRMSR, VM_EXITCODE_HLT,
	VM_EXITCODE_MTRAP, VM_EXITCODE_PAUSE, VM_EXITCODE_PAGING,
	VM_EXITCODE_INST_EMUL,
	VM_EXITCODE_SUSPENDED = 14,
	VM_EXITCODE_INOUT_STR,
	VM_EXITCODE_SVM = 19
};

struct seg_desc {
	uint64_t base;
	uint32_t limit;
	uint32_t access;
};

struct vm_inout {
	uint16_t bytes:3;
	uint16_t in:1;
	uint16_t string:1;
	uint16_t rep:1;
	uint16_t port;
	uint32_t eax;
};

struct vm_exit {
	enum vm_exitcode exitcode;
	int inst_length;
	uint64_t rip;
	union {
		struct vm_inout inout;
		struct {
			uint64_t gpa;
			int fault_type;
		} paging;
		struct {
			uint64_t gpa;
			uint64_t gla;
		} inst_emul;
		struct {
			int status;
			uint32_t exit_reason;
			uint64_t exit_qualification;
			int inst_type;
			int inst_error;
		} vmx;
		struct {
			uint64_t exitcode;
			uint64_t exitinfo1;
			uint64_t exitinfo2;
		} svm;
		struct {
			uint32_t code;
			uint64_t wval;
		} msr;
		struct {
			enum vm_suspend_how how;
		} suspended;
		uint64_t size[15];	/* that of the largest */
	} u;
};

#endif /* SOLO5_BSD_FREEBSD_MACHINE_VMM_H */
