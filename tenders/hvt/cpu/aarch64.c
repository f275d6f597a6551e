/* SPDX-License-Identifier: ISC */
/*
 * aarch64.c: page tables; Arm ARM, section D8.3, with the 4 KiB granule.
 *
 *	0x1000		table of the first level, an entry for each gigabyte:
 *			four of memory, one of devices
 *	0x2000		tables of the second level, one for each of the four
 *	0x6000		tables of the third level, for the 2 MiB that one
 *			block cannot map; those after the tenth are at spare
 *
 * All entries have the access flag, so that the CPU has nothing to report.
 */
#include <config.h>

#include "aarch64.h"

#include <elf.h>

#include "hvt/vm.h"
#include "tables.h"

#define LEVEL2		0x2000u
#define LEVEL3		0x6000u

#define PTE_BLOCK	1ull
#define PTE_TABLE	3ull
#define PTE_PAGE	3ull
#define PTE_MEMORY	(0ull << 2)	/* the attributes of A64_MAIR */
#define PTE_DEVICE	(1ull << 2)
#define PTE_RO		(1ull << 7)
#define PTE_SHARED	(3ull << 8)	/* between all CPUs */
#define PTE_AF		(1ull << 10)
#define PTE_PXN		(1ull << 53)	/* not executable at EL1 */
#define PTE_UXN		(1ull << 54)	/* nor at EL0 */

/* Nothing is for EL0, so that EL0 can as well be kept from executing. */
static uint64_t
page_entry(unsigned int prot, bool large)
{
	return (large ? PTE_BLOCK : PTE_PAGE) | PTE_MEMORY | PTE_SHARED |
	    PTE_AF | PTE_UXN | ((prot & VM_W) != 0 ? 0 : PTE_RO) |
	    ((prot & VM_X) != 0 ? 0 : PTE_PXN);
}

static const struct tables_format format = {
	.gigabytes = A64_TTBR0,
	.large_pages = LEVEL2,
	.pages = LEVEL3,
	.table = PTE_TABLE,
	.page = page_entry,
};

static int
a64_tables(uint8_t *low, uint64_t spare, const struct vm_range *range,
    size_t nranges)
{
	tables_store(low, A64_TTBR0 + (A64_DEVICES >> 30) * 8, A64_DEVICES |
	    PTE_BLOCK | PTE_DEVICE | PTE_AF | PTE_UXN | PTE_PXN);
	return tables_map(&format, low, spare, range, nranges);
}

uint64_t
a64_sctlr(const struct vm_range *range, size_t nranges)
{
	size_t i;

	for (i = 0; i < nranges; i++)
		if ((range[i].prot & VM_W) != 0 && (range[i].prot & VM_X) != 0)
			return A64_SCTLR;
	return A64_SCTLR | A64_SCTLR_WXN;
}

const struct vm_cpu cpu_aarch64 = {
	.machine = EM_AARCH64,
	.pc_name = "pc",
	.stack_offset = 16,
	.tables = a64_tables,
};
