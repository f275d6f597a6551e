/* SPDX-License-Identifier: ISC */
/*
 * memory.c: who has which memory.
 *
 *	1 MiB                               memory_settle()    memory_end()
 *	| the executable | heap ->   <- stack | not mapped | the bindings' |
 */
#include "machine.h"

/* What the tables of the start map. */
#define LIMIT	((uint64_t)1 << 32)

static uintptr_t end, low;

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

void
memory_init(const struct boot *boot)
{
	uint64_t found = find_end(boot, symbol_value(_stext));

	if (found > LIMIT)
		found = LIMIT;
	end = (uintptr_t)found & ~(uintptr_t)(MEMORY_PAGE - 1);
	low = end;
	lowest = round_up(symbol_value(_end), MEMORY_PAGE);
	if (end <= lowest)
		ABORT("the boot loader's map has no memory for us");
}

void *
memory_take(size_t size)
{
	size_t pages = round_up(size, MEMORY_PAGE);

	if (size > LIMIT || pages > low - lowest)
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

	if (size > LIMIT || rest > low - lowest)
		ABORT("not enough memory");
	lowest = ((low - rest) & ~(uintptr_t)(MEMORY_LARGE - 1)) + MEMORY_PAGE;
	return lowest - MEMORY_PAGE;
}

uintptr_t
memory_end(void)
{
	return end;
}
