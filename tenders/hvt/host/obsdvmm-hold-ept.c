/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm-hold-ept.c: what is not to be written is held against that, where
 * vmm(4) can be asked to change the second level of the guest's
 * address translation (before OpenBSD 7.7).
 *
 * Only that, and not whether it can be executed: the kernel maps at once, and
 * keeps in memory, whatever it is asked about.  On AMD's CPUs it changes only
 * what the guest has already used, which is nothing by then; so the call does
 * no harm there, and holds nothing.
 */
#include <config.h>

#include "obsdvmm.h"

#include <errno.h>
#include <sys/mman.h>

#include "hvt/ring.h"
#include "hvt/vm.h"

static int
hold(struct vm *vm, const struct vm_range *piece)
{
	const size_t size = (size_t)(piece->end - piece->start);
	struct vm_mprotect_ept_params params = {
		.vmep_vm_id = vm->state->id, .vmep_vcpu_id = OBSD_VCPU,
		.vmep_sgpa = piece->start, .vmep_size = size,
		.vmep_prot = PROT_READ | PROT_EXEC,
	};

	if (ioctl(vm->state->fd, VMM_IOC_MPROTECT_EPT, &params) == -1 ||
	    mprotect(vm->mem + piece->start, size, PROT_READ) == -1)
		return -errno;
	return 0;
}

static int
give(struct vm *vm, const struct vm_range *piece, size_t n)
{
	size_t i;
	int r = 0;

	for (i = 0; i < n && r == 0; i++)
		if ((piece[i].prot & VM_W) == 0)
			r = hold(vm, &piece[i]);
	return r;
}

const struct vm_host vm_host = {
	.name = "obsdvmm",
	.create = obsd_create,
	.holds = VM_W,
	.give = give,
	.kick_fd = ring_pipe,
	.destroy = obsd_destroy,
	.seal = obsd_seal,
};
