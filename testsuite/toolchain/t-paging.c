/* SPDX-License-Identifier: ISC */
/*
 * t-paging.c: what the bindings' page tables on PCs permit: a walk through
 * those of unikernels of odd layouts, page by page, as the CPU would.
 */
#include <config.h>

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cpu.h"
#include "machine.h"

/* A layout: what the linker and the boot loader say of a unikernel. */
struct layout {
	const char *what;
	uintptr_t stext, etext, erodata, guard, stdata, ltdata, end;
	uintptr_t start, mem_end;	/* of memory, as memory.c finds it */
};

static const struct layout *layout;
static uintptr_t value_of(const char *symbol);
static uint64_t efer;

#define symbol_value(symbol)	value_of(#symbol)
#define cpu_msr(msr)		((void)(msr), efer)

/* The bindings' code, as part of this program. */
#include "../../bindings/pc/paging.c"

#undef symbol_value

#define KIB(n)	((uint64_t)(n) << 10)
#define MIB(n)	((uint64_t)(n) << 20)
#define GIB(n)	((uint64_t)(n) << 30)

/* The end of the application's memory, which is not all that there is. */
#define SETTLED	MIB(26)
#define RIGHTS	(PRESENT | WRITE | UNCACHED | NO_EXECUTE)

static const struct layout layouts[] = {
	{ "all small", 0x100000, 0x103123, 0x104456, 0x106000, 0x107000, 0x18,
	    0x109abc, 0x10a000, MIB(28) },
	{ "no TLS image", 0x100000, 0x103123, 0x104456, 0x106000, 0x107000, 0,
	    0x109abc, 0x10a000, MIB(28) },
	{ "TLS image at a large page", 0x100000, 0x103123, 0x104456, 0x1ff000,
	    MIB(2), 0x18, MIB(10) + 1, MIB(10) + KIB(4), MIB(28) },
	{ "TLS image across large pages", 0x100000, 0x103123, 0x104456,
	    0x106000, 0x107000, MIB(4), MIB(12), MIB(12), MIB(28) },
	{ "TLS image that ends where a large page does", 0x100000, 0x103123,
	    0x104456, 0x106000, 0x107000, MIB(2) - 0x107000, MIB(12), MIB(12),
	    MIB(28) },
	{ "TLS image among variables", 0x100000, 0x103123, 0x104456, 0x106000,
	    MIB(4) + 0x10, 0x18, MIB(8), MIB(8), MIB(28) },
	{ "TLS image in a large page", 0x100000, 0x103123, 0x104456, 0x106000,
	    MIB(4) + KIB(64), KIB(8), MIB(8), MIB(8), MIB(28) },
	{ "large text and constants", 0x100000, MIB(6), MIB(12), MIB(14),
	    MIB(14) + KIB(4), 8, MIB(14) + KIB(12), MIB(14) + KIB(12),
	    MIB(28) },
	{ "memory elsewhere", 0x100000, 0x103123, 0x104456, 0x106000, 0x107000,
	    0x18, 0x109abc, MIB(16), MIB(40) },
};

static jmp_buf aborted;
static unsigned int failures;

static uintptr_t
value_of(const char *symbol)
{
	const struct layout *l = layout;
	const struct {
		const char *name;
		uintptr_t value;
	} values[] = {
		{ "_stext", l->stext }, { "_etext", l->etext },
		{ "_erodata", l->erodata }, { "boot_guard", l->guard },
		{ "_stdata", l->stdata }, { "_ltdata", l->ltdata },
		{ "_end", l->end },
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (strcmp(symbol, values[i].name) == 0)
			return values[i].value;
	abort();
}

/*
 * The rest of the bindings.
 */

_Alignas(4096) uint64_t boot_tables[ENTRIES];

static _Alignas(4096) uint8_t pool[256][MEMORY_PAGE];
static size_t taken, budget;

void
abort_at(const char *file, unsigned int line, const char *why)
{
	(void)file;
	(void)line;
	(void)why;
	longjmp(aborted, 1);
}

/* No more than was asked for: then a unikernel would abort. */
void *
memory_take(size_t size)
{
	if (size != MEMORY_PAGE || taken == budget)
		ABORT("not enough memory");
	memset(pool[taken], 0, MEMORY_PAGE);
	return pool[taken++];
}

uintptr_t
memory_settle(size_t size)
{
	budget = size / MEMORY_PAGE;
	if (budget > sizeof(pool) / MEMORY_PAGE)
		abort();
	return SETTLED;
}

uintptr_t
memory_start(void)
{
	return layout->start;
}

uintptr_t
memory_end(void)
{
	return layout->mem_end;
}

/*
 * The tests.
 */

static void
fail(const char *what, uint64_t addr)
{
	printf("FAIL: %s, %#llx\n", what, (unsigned long long)addr);
	failures++;
}

/*
 * What a page's entry says, and 0 if there is none, or its address is another.
 * Tables may be nowhere but where they were taken from.
 */
static uint64_t
walk(const uint64_t *table, uint64_t addr)
{
	uint64_t entry, offset, size = GIB(512);

	for (int level = LEVELS - 1;; level--, size /= ENTRIES) {
		entry = table[addr / size % ENTRIES];
		if ((entry & PRESENT) == 0)
			return 0;
		if (level == 0 || (entry & LARGE) != 0)
			break;
		table = (const uint64_t *)(entry & ADDRESS);
		offset = (uintptr_t)table - (uintptr_t)pool;
		if (offset >= sizeof(pool) || offset % MEMORY_PAGE != 0)
			return 0;
	}
	if ((entry & ADDRESS) != (addr & ~(size - 1)))
		return 0;
	return entry & RIGHTS;
}

static bool
within(uint64_t addr, uint64_t start, uint64_t end)
{
	return addr >= start && addr < end;
}

/* What the page at an address should permit. */
static uint64_t
rights(uint64_t addr)
{
	const struct layout *l = layout;
	const uint64_t nx = efer != 0 ? NO_EXECUTE : 0;

	if (addr == l->guard || addr == SETTLED)
		return 0;
	if (l->stdata % MEMORY_PAGE == 0 &&
	    within(addr, l->stdata, l->stdata + l->ltdata))
		return PRESENT | nx;
	if (within(addr, l->stext, l->etext))
		return PRESENT;
	if (within(addr, l->etext, l->erodata))
		return PRESENT | nx;
	if (within(addr, l->erodata, l->end) ||
	    within(addr, l->start, l->mem_end))
		return PRESENT | WRITE | nx;
	return 0;
}

static uintptr_t
make(void)
{
	uintptr_t mem_end, root;

	taken = 0;
	if (setjmp(aborted) != 0) {
		fail(layout->what, 0);
		return 0;
	}
	root = paging_make(&mem_end);
	if (mem_end != SETTLED)
		fail(layout->what, mem_end);
	return root;
}

static void
run(const struct layout *l)
{
	const uint64_t *root;

	layout = l;
	root = (const uint64_t *)make();
	if (root == NULL)
		return;
	for (uint64_t addr = 0; addr < MIB(64); addr += MEMORY_PAGE)
		if (walk(root, addr) != rights(addr)) {
			fail(l->what, addr);
			return;
		}
}

/*
 * Registers of devices, one within what was mapped by a large page for
 * another: below and above what the tables of the start have.
 */
static void
run_devices(void)
{
	static const uint64_t bases[] = { MIB(4000), GIB(64) };
	const uint64_t want = PRESENT | WRITE | UNCACHED;
	const uint64_t *root;

	layout = &layouts[0];
	budget = sizeof(pool) / MEMORY_PAGE;
	if (setjmp(aborted) != 0) {
		fail("registers", 0);
		return;
	}
	for (size_t i = 0; i < 2; i++) {
		(void)paging_map_device(bases[i], MEMORY_LARGE);
		(void)paging_map_device(bases[i] + 0x5123, 16);
	}
	for (uint64_t at = 0; at < MEMORY_LARGE; at += MEMORY_PAGE)
		if (walk(boot_tables, bases[1] + at) != want)
			fail("registers, at the start", at);
	root = (const uint64_t *)make();
	for (size_t i = 0; root != NULL && i < 2; i++)
		for (uint64_t at = 0; at < MEMORY_LARGE; at += MEMORY_PAGE)
			if (walk(root, bases[i] + at) != (want | NO_EXECUTE))
				fail("registers", bases[i] + at);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		efer = 0;
		run(&layouts[i]);
		efer = EFER_NXE;
		run(&layouts[i]);
	}
	run_devices();
	printf("%u failures\n", failures);
	return failures == 0 ? 0 : 1;
}
