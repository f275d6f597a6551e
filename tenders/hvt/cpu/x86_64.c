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

#include "hvt/vm.h"
#include "tables.h"

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

static uint64_t
page_entry(unsigned int prot, bool large)
{
	return PTE_P | PTE_A | PTE_D | (large ? PTE_PS : 0) |
	    ((prot & VM_W) != 0 ? PTE_W : 0) |
	    ((prot & VM_X) != 0 ? 0 : PTE_NX);
}

static const struct tables_format format = {
	.gigabytes = PDPT,
	.large_pages = PAGE_DIRS,
	.pages = PAGE_TABLES,
	.table = PTE_TABLE,
	.page = page_entry,
};

static int
x86_tables(uint8_t *low, uint64_t spare, const struct vm_range *range,
    size_t nranges)
{
	tables_store(low, X86_GDT + X86_SEL_CODE, DESC_CODE);
	tables_store(low, X86_GDT + X86_SEL_DATA, DESC_DATA);
	tables_store(low, X86_PML4, PDPT | PTE_TABLE);
	return tables_map(&format, low, spare, range, nranges);
}

const struct vm_cpu cpu_x86_64 = {
	.machine = EM_X86_64,
	.pc_name = "rip",
	.stack_offset = 8,
	.tables = x86_tables,
};
