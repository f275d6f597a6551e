/* SPDX-License-Identifier: ISC */
/*
 * x86_64.c: page tables and segments; Intel SDM volume 3, sections 3.4.5 and
 * 4.5.
 *
 *	0x1000		segment descriptors
 *	0x2000		PML4, with one entry
 *	0x3000		its page-directory-pointer table, with four
 *	0x4000		page directories, one for each gigabyte
 *	0x8000		page tables, for the 2 MiB that one large page cannot
 *			map; those after the eighth are at spare
 *
 * All entries are marked as accessed and dirty from the start, so that the
 * tables can lie in memory that nobody writes.
 */
#include <config.h>

#include "x86_64.h"

#include <elf.h>
#include <errno.h>
#include <string.h>

#include <solo5/elf_abi.h>
#include <solo5/hvt_abi.h>

#include "hvt/vm.h"

#define PDPT		0x3000u
#define PAGE_DIRS	0x4000u
#define PAGE_TABLES	0x8000u

#define PTE_P		(1ull << 0)
#define PTE_W		(1ull << 1)
#define PTE_A		(1ull << 5)
#define PTE_D		(1ull << 6)
#define PTE_PS		(1ull << 7)
#define PTE_NX		(1ull << 63)

/* An entry that refers to another table restricts nothing. */
#define PTE_TABLE	(PTE_P | PTE_W | PTE_A)

/* Present, accessed; long mode, or 32 bits; 4 GiB from 0. */
#define DESC_CODE	0x00af9b000000ffffull
#define DESC_DATA	0x00cf93000000ffffull

struct tables {
	uint8_t *low;
	uint64_t next;		/* address of the next page table */
	uint64_t spare;
};

static void
store(uint8_t *low, uint64_t addr, uint64_t value)
{
	memcpy(low + addr, &value, sizeof(value));
}

static uint64_t
pte_of(const struct vm_range *range)
{
	return PTE_P | PTE_A | PTE_D |
	    ((range->prot & VM_W) != 0 ? PTE_W : 0) |
	    ((range->prot & VM_X) != 0 ? 0 : PTE_NX);
}

static int
table_alloc(struct tables *t, uint64_t *addr)
{
	if (t->next == HVT_BOOT_INFO_BASE)
		t->next = t->spare;
	if (t->next >= SOLO5_ELF_BASE)
		return -ENOSPC;
	*addr = t->next;
	t->next += VM_PAGE_SIZE;
	return 0;
}

/* Maps what of the ranges lies in the 2 MiB from start, page by page. */
static void
fill_table(uint8_t *low, uint64_t table, uint64_t start,
    const struct vm_range *range, size_t nranges)
{
	const uint64_t end = start + VM_LARGE_PAGE;
	uint64_t addr;
	size_t i;

	for (i = 0; i < nranges; i++) {
		addr = range[i].start > start ? range[i].start : start;
		for (; addr < range[i].end && addr < end; addr += VM_PAGE_SIZE)
			store(low, table + (addr - start) / VM_PAGE_SIZE * 8,
			    addr | pte_of(&range[i]));
	}
}

/* The ranges that begin below end and end above start. */
static size_t
overlapping(const struct vm_range **first, size_t nranges, uint64_t start,
    uint64_t end)
{
	const struct vm_range *range = *first;
	size_t n = 0;

	while (nranges > 0 && range->end <= start) {
		range++;
		nranges--;
	}
	while (n < nranges && range[n].start < end)
		n++;
	*first = range;
	return n;
}

static int
map_large_page(struct tables *t, uint64_t start, const struct vm_range *range,
    size_t nranges)
{
	const uint64_t pde = PAGE_DIRS + start / VM_LARGE_PAGE * 8;
	const uint64_t end = start + VM_LARGE_PAGE;
	uint64_t table;
	size_t n;
	int r;

	n = overlapping(&range, nranges, start, end);
	if (n == 0)
		return 0;
	if (range->start <= start && range->end >= end) {
		store(t->low, pde, start | pte_of(range) | PTE_PS);
		return 0;
	}
	r = table_alloc(t, &table);
	if (r < 0)
		return r;
	fill_table(t->low, table, start, range, n);
	store(t->low, pde, table | PTE_TABLE);
	return 0;
}

static int
x86_tables(uint8_t *low, uint64_t spare, const struct vm_range *range,
    size_t nranges)
{
	struct tables t = {
		.low = low, .next = PAGE_TABLES, .spare = spare
	};
	const uint64_t end = range[nranges - 1].end;
	uint64_t addr;
	int r;

	store(low, X86_GDT + X86_SEL_CODE, DESC_CODE);
	store(low, X86_GDT + X86_SEL_DATA, DESC_DATA);
	store(low, X86_PML4, PDPT | PTE_TABLE);
	for (addr = 0; addr < end; addr += 1ull << 30)
		store(low, PDPT + (addr >> 30) * 8,
		    (PAGE_DIRS + (addr >> 30) * VM_PAGE_SIZE) | PTE_TABLE);
	for (addr = 0; addr < end; addr += VM_LARGE_PAGE) {
		r = map_large_page(&t, addr, range, nranges);
		if (r < 0)
			return r;
	}
	return 0;
}

const struct vm_cpu cpu_x86_64 = {
	.machine = EM_X86_64,
	.pc_name = "rip",
	.stack_offset = 8,
	.tables = x86_tables,
};
