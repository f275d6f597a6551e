/* SPDX-License-Identifier: ISC */
/*
 * memory.c: who has which memory.
 *
 *	1 MiB    memory_start()             memory_settle()    memory_end()
 *	| the executable | heap ->   <- stack | not mapped | the bindings' |
 *
 * The heap is one piece, and there are maps in which that behind the
 * executable ends soon: EFI's firmware likes to keep something at 8 MiB.
 * Then it is the largest piece behind that, and what is between is not used.
 */
#include "machine.h"

static uintptr_t start, end, low;

/* Nothing is taken below this. */
static uintptr_t lowest;

/*
 * A map may have more than one entry for what is one piece of memory, in any
 * order.
 */
static uint64_t
find_end(const struct boot *boot, uint64_t at)
{
	bool grown;

	do {
		grown = false;
		for (unsigned int i = 0; i < boot->nram; i++)
			if (boot->ram[i].start <= at && boot->ram[i].end > at) {
				at = boot->ram[i].end;
				grown = true;
			}
	} while (grown);
	return at;
}

/*
 * Takes the piece from that address on, in whole pages, if it is larger.  What
 * a map says to be both RAM and something else is the latter.
 */
static void
take_larger(const struct boot *boot, uint64_t from)
{
	uint64_t to = find_end(boot, from);
	const struct range *r;

	if (from >= BOOT_MAPPED_END)
		return;
	for (unsigned int i = 0; i < boot->nother; i++) {
		r = &boot->other[i];
		if (r->start <= from && r->end > from)
			return;
		if (r->start > from && r->start < to)
			to = r->start;
	}
	from = round_up(from, MEMORY_PAGE);
	if (to > BOOT_MAPPED_END)
		to = BOOT_MAPPED_END;
	to &= ~(uint64_t)(MEMORY_PAGE - 1);
	if (to > from && to - from > end - start) {
		start = from;
		end = to;
	}
}

void
memory_init(const struct boot *boot)
{
	uintptr_t behind = symbol_value(_end);

	if (find_end(boot, symbol_value(_stext)) < behind)
		ABORT("the boot loader's map has no memory for us");
	take_larger(boot, behind);
	for (unsigned int i = 0; i < boot->nram; i++)
		if (boot->ram[i].start > behind)
			take_larger(boot, boot->ram[i].start);
	for (unsigned int i = 0; i < boot->nother; i++)
		if (boot->other[i].end > behind)
			take_larger(boot, boot->other[i].end);
	if (start == end)
		ABORT("the boot loader's map has no memory for us");
	low = end;
	lowest = start;
}

void *
memory_take(size_t size)
{
	size_t pages = round_up(size, MEMORY_PAGE);

	if (size > BOOT_MAPPED_END || pages > low - lowest)
		ABORT("not enough memory");
	low -= pages;
	memset((void *)low, 0, pages);
	return (void *)low;
}

/* At the end of its memory the application finds a page that is none. */
uintptr_t
memory_settle(size_t size)
{
	uintptr_t rest = round_up(size, MEMORY_PAGE) + MEMORY_PAGE;

	if (size > BOOT_MAPPED_END || rest > low - lowest)
		ABORT("not enough memory");
	lowest = ((low - rest) & ~(uintptr_t)(MEMORY_LARGE - 1)) + MEMORY_PAGE;
	return lowest - MEMORY_PAGE;
}

uintptr_t
memory_start(void)
{
	return start;
}

uintptr_t
memory_end(void)
{
	return end;
}
