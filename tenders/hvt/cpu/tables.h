/* SPDX-License-Identifier: ISC */
/*
 * tables.h: page tables in what x86_64 and aarch64 have in common: 512 entries
 * of 8 bytes for pages of 4 KiB, and three levels for what guests have.
 */
#ifndef SOLO5_HVT_CPU_TABLES_H
#define SOLO5_HVT_CPU_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vm_range;

struct tables_format {
	uint64_t gigabytes;	/* address of the table of them */
	uint64_t large_pages;	/* address of its tables, one behind another */
	uint64_t pages;		/* address of the first of their tables */
	uint64_t table;		/* what an entry for a table has beside it */
	/* What one for a page has: VM_R, VM_W, VM_X. */
	uint64_t (*page)(unsigned int prot, bool large);
};

/* Stores a value at an address below the image. */
void tables_store(uint8_t *low, uint64_t addr, uint64_t value);

/*
 * Maps the ranges as vm_cpu.tables() says.  Page tables are where the format
 * has them up to the boot information, and then from spare on.  Returns 0 or
 * -ENOSPC.
 */
int tables_map(const struct tables_format *format, uint8_t *low,
    uint64_t spare, const struct vm_range *range, size_t nranges);

#endif /* SOLO5_HVT_CPU_TABLES_H */
