/* SPDX-License-Identifier: ISC */
/*
 * app.c: a unikernel to be debugged.  Its first argument's first character
 * says how it ends.
 */
#include "solo5.h"

static volatile int counter;
static volatile char *nowhere = (volatile char *)8;

static int __attribute__((__noinline__))
add(int a, int b)
{
	int sum = a + b;

	counter = sum;
	return sum;
}

static void __attribute__((__noinline__))
fault(int depth)
{
	if (depth > 0)
		fault(depth - 1);
	else
		*nowhere = 'x';
	counter++;
}

int
solo5_app_main(const struct solo5_start_info *si)
{
	int local = 42;

	local = add(local, 1);
	counter++;
	solo5_console_write("SUCCESS\n", 8);
	switch (si->cmdline[0]) {
	case 'a':
		solo5_abort();
	case 'f':
		fault(2);
		break;
	case 'c':
		solo5_console_write((const char *)16, 64);
		break;
	case 'l':
		for (;;)
			counter++;
	case 's':
		solo5_yield(solo5_clock_monotonic() + 60000000000u, NULL);
	}
	return local - 36;
}
