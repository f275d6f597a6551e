/* SPDX-License-Identifier: ISC */
/*
 * t-tables.c: the page tables of x86_64, walked as the CPU walks them.
 */
#include <config.h>

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "check.h"
#include "compiler.h"
#include "hvt/cpu/x86_64.h"
#include "hvt/vm.h"

#define LOW	0x100000u
#define SPARE	0x14000u
#define PRESENT	1u
#define ADDRESS	0x000ffffffffff000ull
#define NX	(1ull << 63)

static uint8_t low[LOW];

static uint64_t
entry(uint64_t table, uint64_t index)
{
	uint64_t value;

	memcpy(&value, low + (table & ADDRESS) + index % 512 * 8, 8);
	return value;
}

/* The entry that maps an address, with all of its bits; 0 if none does. */
static uint64_t
walk(uint64_t addr, uint64_t *page)
{
	uint64_t e = X86_PML4;
	unsigned int shift;

	for (shift = 39; ; shift -= 9) {
		e = entry(e, addr >> shift);
		/* Accessed, so that the CPU has nothing to write. */
		if ((e & PRESENT) == 0)
			return 0;
		if ((e & 1u << 5) == 0)
			return 0;
		if (shift == 12 || (e & 1u << 7) != 0)
			break;
	}
	*page = (e & ADDRESS & ~((1ull << shift) - 1)) |
	    (addr & ((1ull << shift) - 1));
	return e;
}

static unsigned int
wanted(const struct vm_range *range, size_t n, uint64_t addr)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (addr >= range[i].start && addr < range[i].end)
			return range[i].prot | VM_R;
	return 0;
}

static unsigned int
found(uint64_t addr)
{
	uint64_t page, e = walk(addr, &page);

	if (e == 0)
		return 0;
	CHECK_CASE(page == addr, "%" PRIx64, addr);
	CHECK_CASE((e & 1u << 2) == 0, "user: %" PRIx64, addr);
	CHECK_CASE((e & 1u << 6) != 0, "dirty: %" PRIx64, addr);
	return VM_R | ((e & 2) != 0 ? VM_W : 0) | ((e & NX) != 0 ? 0 : VM_X);
}

static void
check_map(const struct vm_range *range, size_t n)
{
	const uint64_t end = range[n - 1].end;
	uint64_t addr, step;

	memset(low, 0, sizeof(low));
	CHECK(cpu_x86_64.tables(low, SPARE, range, n) == 0);
	for (addr = 0; addr < end + VM_LARGE_PAGE; addr += step) {
		step = addr < 64u << 20 ? VM_PAGE_SIZE : VM_LARGE_PAGE / 4;
		CHECK_CASE(found(addr) == wanted(range, n, addr),
		    "%" PRIx64, addr);
	}
}

static const struct vm_range small[] = {
	{ 0x10000, 0x100000, VM_R },
	{ 0x100000, 0x103000, VM_X },
	{ 0x103000, 0x104000, VM_R },
	{ 0x104000, 2u << 20, VM_R | VM_W },
};

static const struct vm_range large[] = {
	{ 0x10000, 0x100000, VM_R },
	{ 0x100000, 0x801000, VM_X },
	{ 0x801000, 0xa00000, VM_R },
	{ 0xc00000, 0xe00000, VM_R },
	{ 0xe00000, 4096ull << 20, VM_R | VM_W },
};

/* As many page tables as segments can need. */
static void
check_most(void)
{
	struct vm_range range[VM_RANGES_MAX];
	const uint64_t apart = 2 * VM_LARGE_PAGE;
	size_t i;

	range[0] = (struct vm_range){ 0x10000, 0x100000, VM_R };
	for (i = 1; i < NELEM(range); i++)
		range[i] = (struct vm_range){
			.start = i * apart + VM_PAGE_SIZE,
			.end = (i + 1) * apart - VM_PAGE_SIZE,
			.prot = i % 2 == 0 ? VM_X : VM_R,
		};
	check_map(range, NELEM(range));
	/* And no more room for them than a few pages. */
	CHECK(cpu_x86_64.tables(low, LOW - 4 * VM_PAGE_SIZE, range,
	    NELEM(range)) == -ENOSPC);
}

static void
check_descriptors(void)
{
	uint64_t code, data;

	memcpy(&code, low + X86_GDT + X86_SEL_CODE, 8);
	memcpy(&data, low + X86_GDT + X86_SEL_DATA, 8);
	/* Present code of 64 bits; present writable data; both accessed. */
	CHECK(code >> 40 == 0x00af9b);
	CHECK(data >> 40 == 0x00cf93);
}

int
main(void)
{
	check_map(small, NELEM(small));
	check_descriptors();
	check_map(large, NELEM(large));
	check_most();
	return check_status();
}
