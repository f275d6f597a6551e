/* SPDX-License-Identifier: ISC */
/*
 * mem.c: guest memory, and who may do what with it.
 *
 *	0		tables of the CPU; not mapped in the guest
 *	0x10000		boot information; more tables; read-only, but for
 *			the first page where there is a ring
 *	0x100000	segments, each with its own protection
 *	kernel_end	heap, and at its end the stack
 *	mem_size	network ring, if there is one
 */
#include <config.h>

#include "vm.h"

#include <string.h>

#include <solo5/elf_abi.h>
#include <solo5/hvt_abi.h>

static uint64_t
page_trunc(uint64_t addr)
{
	return addr & ~(uint64_t)(VM_PAGE_SIZE - 1);
}

static uint64_t
page_round(uint64_t addr)
{
	return page_trunc(addr + VM_PAGE_SIZE - 1);
}

/*
 * Two segments of one protection may share a page.  What is below the image is
 * none of it, whatever it begins with.
 */
static void
range_add(struct vm *vm, uint64_t start, uint64_t end, unsigned int prot)
{
	struct vm_range *last;

	if (vm->nranges > 0) {
		last = &vm->range[vm->nranges - 1];
		if (last->start >= SOLO5_ELF_BASE && start <= last->end &&
		    prot == last->prot) {
			last->end = end;
			return;
		}
	}
	if (start < end)
		vm->range[vm->nranges++] = (struct vm_range){
			.start = start, .end = end, .prot = prot
		};
}

void
vm_layout(struct vm *vm, const struct s5elf_segment *segment,
    size_t nsegments, bool exec_heap)
{
	uint64_t end = SOLO5_ELF_BASE;
	size_t i;

	vm->nranges = 0;
	range_add(vm, HVT_BOOT_INFO_BASE, SOLO5_ELF_BASE, VM_R);
	for (i = 0; i < nsegments; i++) {
		end = page_round(segment[i].vaddr + segment[i].memsz);
		range_add(vm, page_trunc(segment[i].vaddr), end,
		    segment[i].prot);
	}
	vm->kernel_end = end;
	range_add(vm, end, vm->mem_size,
	    VM_R | VM_W | (exec_heap ? VM_X : 0));
}

/*
 * On the CPUs that there are, what can be executed can be read: old guests
 * have constants between their code.
 */
static bool
permits(const struct vm_range *range, unsigned int prot)
{
	unsigned int has = range->prot;

	if ((has & VM_X) != 0)
		has |= VM_R;
	return (prot & ~has) == 0;
}

void *
vm_mem(const struct vm *vm, uint64_t addr, uint64_t len, unsigned int prot)
{
	uint64_t next = addr, end;
	size_t i;

	if (len == 0)
		return vm->mem;
	if (len > vm->mem_size || addr > vm->mem_size - len)
		return NULL;
	end = addr + len;
	for (i = 0; i < vm->nranges; i++) {
		if (vm->range[i].end <= next)
			continue;
		if (vm->range[i].start > next ||
		    !permits(&vm->range[i], prot))
			return NULL;
		next = vm->range[i].end;
		if (next >= end)
			return vm->mem + addr;
	}
	return NULL;
}

/*
 * What of a range's protection tells pieces apart.  All can be read, and where
 * that cannot be held, written.
 */
static unsigned int
held(const struct vm_range *range, unsigned int holds)
{
	return VM_R | (range->prot & holds) | (VM_W & ~holds);
}

/*
 * Neighbours in one piece: where execution cannot be held, text and all that
 * is read-only are usually one.  What lies between ranges is not mapped by the
 * guest's tables, and goes with what is below it.
 *
 * Below the image are these tables, which a CPU with nested paging reads as if
 * it wrote to them: AMD APM volume 2, section 15.25.6, and with accessed and
 * dirty bits in EPT, Intel SDM volume 3, section 28.3.3.2.
 */
size_t
vm_pieces(const struct vm *vm, unsigned int holds, struct vm_range *piece,
    bool *partly)
{
	unsigned int prot = VM_R | VM_W, next;
	uint64_t start = 0, at;
	size_t i, n = 0;

	*partly = false;
	for (i = 1; i < vm->nranges; i++) {
		next = held(&vm->range[i], holds);
		if (vm->range[i].start < SOLO5_ELF_BASE || next == prot)
			continue;
		at = vm->range[i].start & ~(vm->host_page - 1);
		if (vm->range[i - 1].end > at) {
			*partly = true;
			at += (next & VM_W) != 0 ? 0 : vm->host_page;
		}
		/* Else what was read-only has no page of its own. */
		if (at > start) {
			piece[n++] = (struct vm_range){
				.start = start, .end = at, .prot = prot
			};
			start = at;
		}
		prot = next;
	}
	piece[n++] = (struct vm_range){
		.start = start, .end = vm->range[i - 1].end, .prot = prot
	};
	return n;
}

int
vm_give(struct vm *vm)
{
	struct vm_range piece[VM_RANGES_MAX];
	bool partly;
	size_t n;
	int r;

	n = vm_pieces(vm, vm_host.holds, piece, &partly);
	r = vm_host.give(vm, piece, n);
	return r < 0 ? r : partly;
}

bool
vm_is_protected(const struct vm *vm, uint64_t addr)
{
	const uint64_t start = addr & ~(vm->host_page - 1);
	const uint64_t end = start + vm->host_page;
	size_t i;

	for (i = 0; i < vm->nranges; i++)
		if (vm->range[i].start < end && vm->range[i].end > start &&
		    (vm->range[i].prot & VM_W) != 0)
			return false;
	return start >= SOLO5_ELF_BASE;
}

bool
vm_ring_fits(const struct vm *vm)
{
	return vm->mem_size - vm->kernel_end >= 2 * VM_LARGE_PAGE;
}

void
vm_ring_take(struct vm *vm)
{
	const uint64_t end = vm->mem_size;

	vm->mem_size -= VM_LARGE_PAGE;
	vm->range[vm->nranges - 1].end = vm->mem_size;
	range_add(vm, vm->mem_size, end, VM_R | VM_W);
	memmove(&vm->range[1], &vm->range[0],
	    vm->nranges++ * sizeof(vm->range[0]));
	vm->range[0].end = vm->range[1].start = HVT_BOOT_INFO_BASE +
	    VM_PAGE_SIZE;
	vm->range[0].prot |= VM_W;
}
