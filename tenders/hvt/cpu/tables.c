/* SPDX-License-Identifier: ISC */
/*
 * tables.c: page tables.  What can be mapped by large pages is; the large page
 * in which something begins or ends has a table of its own.
 */
#include <config.h>

#include "tables.h"

#include <errno.h>
#include <string.h>

#include <solo5/elf_abi.h>
#include <solo5/hvt_abi.h>

#include "hvt/vm.h"

#define GIGABYTE	(1ull << 30)

struct tables {
	const struct tables_format *format;
	uint8_t *low;
	uint64_t next;		/* address of the next table of pages */
	uint64_t spare;
};

void
tables_store(uint8_t *low, uint64_t addr, uint64_t value)
{
	memcpy(low + addr, &value, sizeof(value));
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
fill_table(const struct tables *t, uint64_t table, uint64_t start,
    const struct vm_range *range, size_t nranges)
{
	const uint64_t end = start + VM_LARGE_PAGE;
	uint64_t addr;
	size_t i;

	for (i = 0; i < nranges; i++) {
		addr = range[i].start > start ? range[i].start : start;
		for (; addr < range[i].end && addr < end; addr += VM_PAGE_SIZE)
			tables_store(t->low,
			    table + (addr - start) / VM_PAGE_SIZE * 8,
			    addr | t->format->page(range[i].prot, false));
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
	const struct tables_format *f = t->format;
	const uint64_t entry = f->large_pages + start / VM_LARGE_PAGE * 8;
	const uint64_t end = start + VM_LARGE_PAGE;
	uint64_t table;
	size_t n;
	int r;

	n = overlapping(&range, nranges, start, end);
	if (n == 0)
		return 0;
	if (range->start <= start && range->end >= end) {
		tables_store(t->low, entry, start | f->page(range->prot,
		    true));
		return 0;
	}
	r = table_alloc(t, &table);
	if (r < 0)
		return r;
	fill_table(t, table, start, range, n);
	tables_store(t->low, entry, table | f->table);
	return 0;
}

int
tables_map(const struct tables_format *format, uint8_t *low, uint64_t spare,
    const struct vm_range *range, size_t nranges)
{
	struct tables t = {
		.format = format, .low = low, .next = format->pages,
		.spare = spare
	};
	const uint64_t end = range[nranges - 1].end;
	uint64_t addr;
	int r;

	for (addr = 0; addr < end; addr += GIGABYTE)
		tables_store(low, format->gigabytes + addr / GIGABYTE * 8,
		    (format->large_pages + addr / GIGABYTE * VM_PAGE_SIZE) |
		    format->table);
	for (addr = 0; addr < end; addr += VM_LARGE_PAGE) {
		r = map_large_page(&t, addr, range, nranges);
		if (r < 0)
			return r;
	}
	return 0;
}
