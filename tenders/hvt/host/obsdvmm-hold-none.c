/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm-hold-none.c: vmm(4) gives all memory to the guest for everything
 * (since OpenBSD 7.7), so that the guest's own tables are all that holds it.
 */
#include <config.h>

#include "obsdvmm.h"

#include "hvt/ring.h"
#include "hvt/vm.h"

/* The machine has had it from the start. */
static int
give(struct vm *vm, const struct vm_range *piece, size_t n)
{
	(void)vm;
	(void)piece;
	(void)n;
	return 0;
}

const struct vm_host vm_host = {
	.name = "obsdvmm",
	.create = obsd_create,
	.holds = 0,
	.give = give,
	.kick_fd = ring_pipe,
	.destroy = obsd_destroy,
	.seal = obsd_seal,
};
