/* SPDX-License-Identifier: ISC */
/*
 * protect-ept.c: holding the guest's memory against writing in its second
 * address translation (before OpenBSD 7.7).  KVM knows nothing else to hold.
 */
#include <config.h>

#include "vmm.h"

#include <errno.h>
#include <sys/mman.h>

#include "model.h"

#define PAGE_MASK	4095u

const unsigned long protect_request = VMM_IOC_MPROTECT_EPT;

/* Up to where all is writable, from where on nothing has been changed. */
static uint64_t settled;

static int
check(const struct vm_mprotect_ept_params *p)
{
	const int prot = p->vmep_prot & (PROT_READ | PROT_WRITE | PROT_EXEC);

	if (prot == PROT_WRITE || prot == 0)
		return -EINVAL;
	if ((p->vmep_sgpa & PAGE_MASK) != 0 ||
	    (p->vmep_size & PAGE_MASK) != 0 || p->vmep_size == 0 ||
	    p->vmep_sgpa + p->vmep_size < p->vmep_sgpa ||
	    p->vmep_sgpa >= machine.size)
		return -EINVAL;
	if (p->vmep_size > machine.size - p->vmep_sgpa)
		return -EFAULT;
	return 0;
}

/* The last mapping, which reaches up to the end, becomes up to three. */
static int
hold(uint64_t start, uint64_t end)
{
	uint8_t *mem = machine.guest;
	int r;

	r = machine_unmap(settled, machine.size - settled);
	if (r == 0 && start > settled)
		r = machine_map(settled, start - settled, mem + settled, true);
	if (r == 0)
		r = machine_map(start, end - start, mem + start, false);
	if (r == 0 && end < machine.size)
		r = machine_map(end, machine.size - end, mem + end, true);
	settled = end;
	return r;
}

int
protect(void *arg)
{
	const struct vm_mprotect_ept_params *p = arg;
	int r;

	r = machine_find(p->vmep_vm_id, p->vmep_vcpu_id);
	if (r == 0 && machine.vcpu == VCPU_TERMINATED)
		r = -EBUSY;
	if (r == 0)
		r = check(p);
	if (r < 0)
		return r;
	/* AMD's CPUs have had nothing there yet that could be changed. */
	if (run_is_amd() || (p->vmep_prot & PROT_WRITE) != 0)
		return 0;
	if (p->vmep_sgpa < settled)
		complain("memory held in another order: not modelled");
	return hold(p->vmep_sgpa, p->vmep_sgpa + p->vmep_size);
}
