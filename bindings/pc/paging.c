/* SPDX-License-Identifier: ISC */
/*
 * paging.c: the tables of pages.  Every address is mapped to itself, or not.
 *
 * The tables of the start map 4 GiB, for all purposes.  Those that are made
 * later, from the linker's symbols, protect memory: only text can be
 * executed, and then not be written; and devices' registers are all there is
 * outside our memory.
 */
#include "machine.h"

#include "cpu.h"

#define PRESENT		(1ull << 0)
#define WRITE		(1ull << 1)
#define UNCACHED	(3ull << 3)	/* PWT, PCD */
#define LARGE		(1ull << 7)
#define NO_EXECUTE	(1ull << 63)
#define ADDRESS		0x000ffffffffff000ull

#define ENTRIES		512u
#define LEVELS		4
#define SPACE_BITS	47	/* of the lower half of all addresses */

#define MSR_EFER	0xc0000080u
#define EFER_NXE	(1u << 11)

#define WINDOWS		256

/* What else there is beside our memory: registers of devices, mostly. */
struct window {
	struct range range;
	uint64_t flags;
};

static struct window windows[WINDOWS];
static unsigned int nwindows;

/*
 * What a large page has mapped so far, small ones do then: a part of it may be
 * mapped again, and otherwise.
 */
static uint64_t *
next_table(uint64_t *entry)
{
	uint64_t *table;

	if ((*entry & PRESENT) != 0 && (*entry & LARGE) == 0)
		return (uint64_t *)(*entry & ADDRESS);
	table = memory_take(MEMORY_PAGE);
	if ((*entry & PRESENT) != 0)
		for (unsigned int i = 0; i < ENTRIES; i++)
			table[i] = (*entry & ~LARGE) + i * MEMORY_PAGE;
	*entry = (uintptr_t)table | PRESENT | WRITE;
	return table;
}

static unsigned int
index_at(uint64_t addr, int level)
{
	return addr >> (12 + 9 * level) & (ENTRIES - 1);
}

/* Maps whole pages, in large ones where they fit. */
static void
map(uint64_t *root, uint64_t start, uint64_t end, uint64_t flags)
{
	while (start < end) {
		bool large = start % MEMORY_LARGE == 0 &&
		    end - start >= MEMORY_LARGE;
		uint64_t *table = root;

		for (int level = LEVELS - 1; level > (large ? 1 : 0); level--)
			table = next_table(&table[index_at(start, level)]);
		table[index_at(start, large ? 1 : 0)] =
		    start | flags | PRESENT | (large ? LARGE : 0);
		start += large ? MEMORY_LARGE : MEMORY_PAGE;
	}
}

static struct range *
window_add(uint64_t start, uint64_t size, uint64_t flags)
{
	struct window *w = &windows[nwindows];

	if (nwindows == WINDOWS)
		ABORT("too many devices");
	nwindows++;
	w->range.start = start & ~(uint64_t)(MEMORY_PAGE - 1);
	w->range.end = (start + size + MEMORY_PAGE - 1) &
	    ~(uint64_t)(MEMORY_PAGE - 1);
	w->flags = flags;
	return &w->range;
}

/*
 * The start's tables have all that is below 4 GiB.  Nothing is unmapped, so
 * there is nothing to flush.
 */
volatile void *
paging_map_device(uint64_t start, uint64_t size)
{
	struct range *w;

	if (size == 0 || size > MEMORY_LARGE ||
	    start > ((uint64_t)1 << SPACE_BITS) - MEMORY_LARGE)
		ABORT("the registers of a device are at an impossible place");
	w = window_add(start, size, WRITE | UNCACHED);
	if (w->start < round_up(symbol_value(_end), MEMORY_PAGE) ||
	    (w->start < memory_end() && w->end > memory_start()))
		ABORT("the registers of a device are where memory is");
	if (w->end > BOOT_MAPPED_END)
		map(boot_tables, w->start < BOOT_MAPPED_END ?
		    BOOT_MAPPED_END : w->start, w->end, WRITE | UNCACHED);
	return (volatile void *)start;
}

void
paging_map_memory(uint64_t start, uint64_t size)
{
	(void)window_add(start, size, WRITE);
}

/* A CPU that has no such bit would take it for a mistake. */
static uint64_t
no_execute(void)
{
	return (cpu_msr(MSR_EFER) & EFER_NXE) != 0 ? NO_EXECUTE : 0;
}

/*
 * Those who link by a script of their own may have the TLS image share a page
 * with variables.
 */
static void
map_image(uint64_t *root, uint64_t nx)
{
	uintptr_t text = round_up(symbol_value(_etext), MEMORY_PAGE);
	uintptr_t data = round_up(symbol_value(_erodata), MEMORY_PAGE);
	uintptr_t guard = symbol_value(boot_guard);
	uintptr_t tls = symbol_value(_stdata);
	uintptr_t bss = round_up(tls + symbol_value(_ltdata), MEMORY_PAGE);
	uintptr_t end = round_up(symbol_value(_end), MEMORY_PAGE);

	map(root, symbol_value(_stext), text, 0);
	map(root, text, data, nx);
	map(root, data, guard, WRITE | nx);
	map(root, guard + MEMORY_PAGE, end, WRITE | nx);
	if (tls % MEMORY_PAGE == 0 && tls > guard)
		map(root, tls, bss, nx);
}

/*
 * The most that is taken for tables: those of the upper levels, one for each
 * 2 MiB of the executable, two for what is at the end of memory, and those
 * of devices, wherever they are.
 */
static size_t
tables_size(void)
{
	return (16 + (symbol_value(_end) >> 21) + (LEVELS - 1) * nwindows) *
	    MEMORY_PAGE;
}

uintptr_t
paging_make(uintptr_t *mem_end)
{
	uint64_t nx = no_execute();
	uint64_t *root;

	*mem_end = memory_settle(tables_size());
	root = memory_take(MEMORY_PAGE);
	map_image(root, nx);
	map(root, memory_start(), *mem_end, WRITE | nx);
	map(root, *mem_end + MEMORY_PAGE, memory_end(), WRITE | nx);
	for (unsigned int i = 0; i < nwindows; i++)
		map(root, windows[i].range.start, windows[i].range.end,
		    windows[i].flags | nx);
	return (uintptr_t)root;
}
