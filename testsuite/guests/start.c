/* SPDX-License-Identifier: ISC */
/*
 * start.c: the start information is what solo5.h promises: the heap begins
 * page-aligned right behind the executable, is zero, and is ours up to the
 * stack, which begins at its end.  "N STEP" on the command line is the memory
 * that there should be, in MiB, and that every so many bytes are looked at.  A
 * third word says that a boot loader was there before, which leaves things.
 */
#include "guestlib.h"

#include "cpu.h"

extern char _end[];

static volatile uintptr_t stack_at_entry __attribute__((__used__));

int start_main(const struct solo5_start_info *info);
CPU_DEFINE_MAIN(stack_at_entry, start_main);

int
start_main(const struct solo5_start_info *info)
{
	uintptr_t end = info->heap_start + info->heap_size;
	volatile uint64_t *p;
	const char *line = info->cmdline;
	uint64_t step;
	char word[8];
	bool used;

	CHECK(info->heap_start % 4096 == 0);
	CHECK(info->heap_start >= (uintptr_t)_end);
	CHECK(info->heap_start - (uintptr_t)_end < 65536);
	CHECK(end == next_number(&line) << 20);
	step = next_number(&line) / sizeof(*p);
	used = next_word(&line, word, sizeof(word));
	CHECK(stack_at_entry % 16 == CPU_STACK_REMAINDER);
	CHECK(stack_at_entry < end && end - stack_at_entry < 16384);

	for (p = (uint64_t *)info->heap_start;
	    (uintptr_t)p < stack_at_entry - 16384; p += step) {
		CHECK(used || (p[0] == 0 && p[7] == 0));
		p[0] = (uintptr_t)p;
	}
	for (p = (uint64_t *)info->heap_start;
	    (uintptr_t)p < stack_at_entry - 16384; p += step)
		CHECK(p[0] == (uintptr_t)p);
	return success();
}
