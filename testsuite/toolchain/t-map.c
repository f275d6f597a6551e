/* SPDX-License-Identifier: ISC */
/*
 * t-map.c: which memory the bindings of PCs take, by a boot loader's map.
 */
#include <config.h>

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "machine.h"

/* The linker's symbols, as they would be in a unikernel of a MiB. */
static uintptr_t
value_of(const char *symbol)
{
	return symbol[1] == 's' ? 0x100000 : 0x200123;
}

#define symbol_value(symbol)	value_of(#symbol)

/* The bindings' code, as part of this program. */
#include "../../bindings/pc/boot.c"
#include "../../bindings/pc/memory.c"

#define MIB(n)	((uint64_t)(n) << 20)
#define GIB(n)	((uint64_t)(n) << 30)

static jmp_buf aborted;
static unsigned int failures;

NORETURN void
abort_at(const char *file, unsigned int line, const char *why)
{
	(void)file;
	(void)line;
	(void)why;
	longjmp(aborted, 1);
}

struct piece {
	uint64_t base;
	uint64_t length;
};

struct test {
	const char *what;
	struct piece ram[8];		/* up to one of no length */
	uint64_t start, end;		/* 0 if there is no memory */
};

/* Where the executable above ends, in whole pages. */
#define BEHIND	0x201000

static const struct test tests[] = {
	{ "one piece", { { 0, 0xa0000 }, { MIB(1), MIB(127) } },
	    BEHIND, MIB(128) },
	{ "more than 4 GiB", { { MIB(1), GIB(8) } }, BEHIND, GIB(4) },
	{ "memory above 4 GiB is not below", { { MIB(1), MIB(31) },
	    { GIB(4), GIB(4) } }, BEHIND, MIB(32) },
	{ "a piece that goes through 4 GiB", { { MIB(1), MIB(31) },
	    { GIB(3), GIB(4) } }, GIB(3), GIB(4) },
	{ "pieces of one piece", { { MIB(1), MIB(1) }, { MIB(2), MIB(2) },
	    { MIB(4), MIB(4) } }, BEHIND, MIB(8) },
	{ "in any order, and more than once", { { MIB(4), MIB(4) },
	    { MIB(1), MIB(2) }, { MIB(2), MIB(2) }, { MIB(3), MIB(3) } },
	    BEHIND, MIB(8) },
	{ "a hole, and more behind it", { { MIB(1), MIB(7) },
	    { MIB(9), MIB(100) } }, MIB(9), MIB(109) },
	{ "a hole, and less behind it", { { MIB(1), MIB(99) },
	    { MIB(101), MIB(10) } }, BEHIND, MIB(100) },
	{ "the largest of three", { { MIB(1), MIB(7) }, { MIB(300), MIB(2) },
	    { MIB(10), MIB(200) } }, MIB(10), MIB(210) },
	{ "not whole pages", { { MIB(1), MIB(2) }, { MIB(9) + 1, MIB(8) } },
	    MIB(9) + 0x1000, MIB(17) },
	{ "larger, but before", { { 0, 0x100000 - 1 }, { MIB(1), MIB(1) + 0x3000
	    } }, BEHIND, MIB(2) + 0x3000 },
	{ "no memory at all", { { 0, 0 } }, 0, 0 },
	{ "not that in which we are", { { MIB(16), MIB(16) } }, 0, 0 },
	{ "not all of that in which we are", { { MIB(1), MIB(1) },
	    { MIB(16), MIB(16) } }, 0, 0 },
	{ "nothing behind us", { { MIB(1), MIB(1) + 0x123 } }, 0, 0 },
	{ "around the end of numbers", { { MIB(1), UINT64_MAX } }, 0, 0 },
};

static void
fail(const char *what)
{
	printf("FAIL: %s\n", what);
	failures++;
}

static void
run(const struct test *t)
{
	static struct boot boot;

	boot.nram = 0;
	start = end = 0;
	for (size_t i = 0; i < 8 && t->ram[i].length != 0; i++)
		boot_add_ram(&boot, t->ram[i].base, t->ram[i].length);
	if (setjmp(aborted) != 0) {
		if (t->end != 0)
			fail(t->what);
		return;
	}
	memory_init(&boot);
	if (memory_start() != t->start || memory_end() != t->end)
		fail(t->what);
}

/* What EFI has: every other entry goes on where the one before ended. */
static void
run_long(void)
{
	static struct boot boot;
	uint64_t at = MIB(1);

	for (unsigned int i = 0; i < 1000; i++, at += 0x3000)
		boot_add_ram(&boot, at, 0x3000);
	if (boot.nram != 1 || boot.ram[0].end != at)
		fail("entries that belong to one another");
	for (unsigned int i = 0; i < 2 * BOOT_RANGES; i++, at += MIB(2))
		boot_add_ram(&boot, at + MIB(1), MIB(1));
	if (boot.nram != BOOT_RANGES)
		fail("more entries than there is room for");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		run(&tests[i]);
	run_long();
	return failures == 0 ? 0 : 1;
}
