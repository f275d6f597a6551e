/* SPDX-License-Identifier: ISC */
/*
 * trap.c: what all CPUs do when an instruction has failed.
 */
#include "cpu/trap.h"

void
trap_enter(void)
{
	static bool again;

	if (again)
		platform_exit(SOLO5_EXIT_ABORT);
	again = true;
}

void
trap_print(const char *fmt, ...)
{
	char line[160];
	va_list ap;
	size_t len;

	va_start(ap, fmt);
	len = format(line, sizeof(line), fmt, ap);
	va_end(ap);
	platform_console_write(line, len);
}
