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
struct vm;
struct vm_exit;

struct vm_state {
	int kvm;		/* /dev/kvm, until vm_host.seal() */
	int vm;			/* the same */
	int vcpu;
	uint32_t nslots;	/* of memory */
	struct kvm_run *run;	/* shared with the kernel, not the guest */
	size_t run_size;
};

/* In the cell: what KVM itself has that depends on the CPU. */
struct kvm_cpu {
	uint32_t audit_arch;	/* of this program's system calls */
	unsigned long read;	/* the request by which it reads a register
				   after the guest has stopped, or 0 */
	int needs;		/* a KVM_CAP_... */
	const char *too_old;	/* what is wrong without it */
	const char *absent;	/* where there is no KVM_DEVICE, why */
	uint64_t kick;		/* where the guest does it */
	uint32_t kick_flags;	/* KVM_IOEVENTFD_FLAG_..., what that is */
	/* Of the virtual machine that fits, or NULL: of type 0. */
	unsigned long (*type)(int kvm);
};

extern const struct kvm_cpu kvm_cpu;

/* In the cell: whether this CPU has what KVM is made for. */
bool kvm_has_hardware(void);

#define KVM_DEVICE	"/dev/kvm"

/*
 * Runs the virtual CPU.  Returns 0 with what stopped it in struct kvm_run, 1
 * with that in e, or a negative errno.
 */
int kvm_run(struct vm *vm, struct vm_exit *e);

#endif /* SOLO5_HVT_HOST_KVM_H */
