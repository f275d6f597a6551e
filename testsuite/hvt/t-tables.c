/* SPDX-License-Identifier: ISC */
/*
 * t-tables.c: the page tables of each CPU, walked as that CPU walks them.
 */
#include <config.h>

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "check.h"
#include "compiler.h"
#include "hvt/cpu/aarch64.h"
#include "hvt/cpu/x86_64.h"
#include "hvt/vm.h"

#define LOW	0x100000u
#define SPARE	0x14000u
#define ADDRESS	0x0000fffffffff000ull

#define BIT(e, n)	(((e) >> (n) & 1) != 0)

static uint8_t low[LOW];

static uint64_t
entry(uint64_t table, uint64_t index)
{
	uint64_t value;

	memcpy(&value, low + (table & ADDRESS) + index % 512 * 8, 8);
	return value;
}

/* Where an entry for 1 << shift bytes maps an address to. */
static uint64_t
mapped(uint64_t e, unsigned int shift, uint64_t addr)
{
	const uint64_t offset = (1ull << shift) - 1;

	return (e & ADDRESS & ~offset) | (addr & offset);
}

/* What can be done at an address, VM_R and more; 0 if nothing. */
static unsigned int
x86_found(uint64_t addr)
{
	uint64_t e = X86_PML4;
	unsigned int shift;

	for (shift = 39; ; shift -= 9) {
		e = entry(e, addr >> shift);
		/* Accessed, so that the CPU has nothing to write. */
		if (!BIT(e, 0) || !BIT(e, 5))
			return 0;
		if (shift == 12 || BIT(e, 7))
			break;
	}
	CHECK_CASE(mapped(e, shift, addr) == addr, "%" PRIx64, addr);
	CHECK_CASE(!BIT(e, 2), "user: %" PRIx64, addr);
	CHECK_CASE(BIT(e, 6), "dirty: %" PRIx64, addr);
	return VM_R | (BIT(e, 1) ? VM_W : 0) | (BIT(e, 63) ? 0 : VM_X);
}

/* Of the 33 bits that A64_TCR has, the first level takes three. */
static unsigned int
a64_found(uint64_t addr)
{
	uint64_t e = A64_TTBR0;
	unsigned int shift;

	if (addr >> 33 != 0)
		return 0;
	for (shift = 30; ; shift -= 9) {
		e = entry(e, addr >> shift);
		if (!BIT(e, 0))
			return 0;
		if (shift == 12 || !BIT(e, 1))
			break;
	}
	/* On the last level the other form is reserved. */
	CHECK_CASE(shift > 12 || BIT(e, 1), "form: %" PRIx64, addr);
	CHECK_CASE(mapped(e, shift, addr) == addr, "%" PRIx64, addr);
	CHECK_CASE(BIT(e, 10), "access flag: %" PRIx64, addr);
	CHECK_CASE(!BIT(e, 6) && BIT(e, 54), "EL0: %" PRIx64, addr);
	/* Cached and shared memory, or a device. */
	CHECK_CASE((A64_MAIR >> (e >> 2 & 7) * 8 & 0xff) ==
	    (addr >= A64_DEVICES ? 0x04 : 0xff), "memory: %" PRIx64, addr);
	CHECK_CASE(addr >= A64_DEVICES || (e >> 8 & 3) == 3, "shared: %"
	    PRIx64, addr);
	return VM_R | (BIT(e, 7) ? 0 : VM_W) | (BIT(e, 53) ? 0 : VM_X);
}

static const struct cpu {
	const char *name;
	const struct vm_cpu *cpu;
	unsigned int (*found)(uint64_t);
} cpus[] = {
	{ "aarch64", &cpu_aarch64, a64_found },
	{ "x86_64", &cpu_x86_64, x86_found },
};

static unsigned int
wanted(const struct vm_range *range, size_t n, uint64_t addr)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (addr >= range[i].start && addr < range[i].end)
			return range[i].prot | VM_R;
	return 0;
}

static void
check_map(const struct cpu *c, const struct vm_range *range, size_t n)
{
	const uint64_t memory = 4096ull << 20;
	uint64_t end = range[n - 1].end + VM_LARGE_PAGE;
	uint64_t addr, step;

	if (end > memory)
		end = memory;
	memset(low, 0, sizeof(low));
	CHECK(c->cpu->tables(low, SPARE, range, n) == 0);
	for (addr = 0; addr < end; addr += step) {
		step = addr < 64u << 20 ? VM_PAGE_SIZE : VM_LARGE_PAGE / 4;
		CHECK_CASE(c->found(addr) == wanted(range, n, addr),
		    "%s: %" PRIx64, c->name, addr);
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
check_most(const struct cpu *c)
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
	check_map(c, range, NELEM(range));
	/* And no more room for them than a few pages. */
	CHECK_CASE(c->cpu->tables(low, LOW - 4 * VM_PAGE_SIZE, range,
	    NELEM(range)) == -ENOSPC, "%s", c->name);
}

static void
check_descriptors(void)
{
	uint64_t code, data;

	check_map(&cpus[1], small, NELEM(small));
	memcpy(&code, low + X86_GDT + X86_SEL_CODE, 8);
	memcpy(&data, low + X86_GDT + X86_SEL_DATA, 8);
	/* Present code of 64 bits; present writable data; both accessed. */
	CHECK(code >> 40 == 0x00af9b);
	CHECK(data >> 40 == 0x00cf93);
}

/* The device window, nothing behind it, and nothing at upper addresses. */
static void
check_devices(void)
{
	const uint64_t last = A64_DEVICES_END - VM_PAGE_SIZE;

	check_map(&cpus[0], large, NELEM(large));
	CHECK(a64_found(A64_DEVICES) == (VM_R | VM_W));
	CHECK(a64_found(last) == (VM_R | VM_W));
	CHECK(a64_found(A64_DEVICES_END) == 0);
	/* T0SZ has 33 bits left, EPD1 is set, and so is no TBI0. */
	CHECK((A64_TCR & 0x3f) == 64 - 33);
	CHECK(BIT(A64_TCR, 23) && !BIT(A64_TCR, 37));
}

/* What can be written can be executed only where that is asked for. */
static void
check_wxn(void)
{
	static const struct vm_range both[] = {
		{ 0x10000, 0x100000, VM_R },
		{ 0x100000, 0x101000, VM_X },
		{ 0x101000, 4u << 20, VM_R | VM_W | VM_X },
	};

	CHECK(a64_sctlr(large, NELEM(large)) == (A64_SCTLR | A64_SCTLR_WXN));
	CHECK(a64_sctlr(both, NELEM(both)) == A64_SCTLR);
	check_map(&cpus[0], both, NELEM(both));
}

int
main(void)
{
	size_t i;

	for (i = 0; i < NELEM(cpus); i++) {
		check_map(&cpus[i], small, NELEM(small));
		check_map(&cpus[i], large, NELEM(large));
		check_most(&cpus[i]);
	}
	check_descriptors();
	check_devices();
	check_wxn();
	return check_status();
}
