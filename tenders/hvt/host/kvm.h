/* SPDX-License-Identifier: ISC */
/*
 * kvm.h: what the files about KVM share.
 */
#ifndef SOLO5_HVT_HOST_KVM_H
#define SOLO5_HVT_HOST_KVM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kvm_run;

struct vm_state {
	int kvm;		/* /dev/kvm, until vm_host.seal() */
	int vm;			/* the same */
	int vcpu;
	uint32_t nslots;	/* of memory */
	struct kvm_run *run;	/* shared with the kernel, not the guest */
	size_t run_size;
};

/* In the cell: whose system calls this program makes, AUDIT_ARCH_... */
extern const uint32_t kvm_audit_arch;

/* In the cell: whether this CPU has what KVM is made for. */
bool kvm_has_hardware(void);

#endif /* SOLO5_HVT_HOST_KVM_H */
