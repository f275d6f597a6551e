/* SPDX-License-Identifier: ISC */
/*
 * hypercall.c: finds the hypervisor.
 */
#include "domain.h"

#include <xen/arch-x86/cpuid.h>
#include <xen/hvm/hvm_op.h>
#include <xen/memory.h>

#include "cpu.h"

/* Where hypervisors may have their leaves, when they show several. */
#define LEAVES_END	0x40010000u
#define LEAVES_STEP	0x100u

/* Behind the last page that is below 4 GiB. */
#define PAGES_END	(((uint64_t)1 << 32) / MEMORY_PAGE)

/* What the page is filled with until Xen writes to it: returns. */
#define FILLER		0xc3

static uint32_t
leaves_find(void)
{
	uint32_t last, ebx, ecx, edx;

	for (uint32_t leaf = XEN_CPUID_FIRST_LEAF; leaf < LEAVES_END;
	    leaf += LEAVES_STEP) {
		cpu_id(leaf, &last, &ebx, &ecx, &edx);
		if (ebx == XEN_CPUID_SIGNATURE_EBX &&
		    ecx == XEN_CPUID_SIGNATURE_ECX &&
		    edx == XEN_CPUID_SIGNATURE_EDX && last >= leaf + 2)
			return leaf;
	}
	return 0;
}

bool
hypercall_init(void)
{
	const uint32_t leaf = leaves_find();
	uintptr_t page = (uintptr_t)solo5__xen_HYPERCALL_PAGE;
	uint32_t pages, msr, ecx, edx;

	if (leaf == 0)
		return false;
	cpu_id(leaf + 2, &pages, &msr, &ecx, &edx);
	__asm__ volatile("wrmsr"
	    : : "c"(msr), "a"((uint32_t)page), "d"(page >> 32) : "memory");
	return *(const volatile uint8_t *)page != FILLER;
}

uint64_t
xen_param(uint32_t index)
{
	struct xen_hvm_param param = { .domid = DOMID_SELF, .index = index };

	if (hypercall_on(__HYPERVISOR_hvm_op, HVMOP_get_param, &param) != 0)
		return 0;
	return param.value;
}

uintptr_t
xen_param_page(uint32_t index)
{
	const uint64_t pfn = xen_param(index);

	if (pfn == 0)
		return 0;
	if (pfn >= PAGES_END || pfn * MEMORY_PAGE < memory_end())
		ABORT("the hypervisor's page is at an impossible place");
	paging_map_memory(pfn * MEMORY_PAGE, MEMORY_PAGE);
	return (uintptr_t)(pfn * MEMORY_PAGE);
}

void
xen_map_page(unsigned int space, void *page)
{
	struct xen_add_to_physmap map = {
		.domid = DOMID_SELF,
		.space = space,
		.gpfn = (uintptr_t)page / MEMORY_PAGE,
	};

	if (hypercall_on(__HYPERVISOR_memory_op, XENMEM_add_to_physmap,
	    &map) != 0)
		ABORT("the hypervisor keeps its page");
}
