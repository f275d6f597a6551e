/* SPDX-License-Identifier: ISC */
/*
 * console.c: the tender writes to wherever its output goes.
 */
#include "hvt.h"

static struct hvt_hc_puts puts;

void
platform_console_write(const char *buf, size_t size)
{
	if (size == 0)
		return;
	puts.data = (uintptr_t)buf;
	puts.len = size;
	hypercall(HVT_HYPERCALL_PUTS, &puts);
}

void
solo5_console_write(const char *buf, size_t size)
{
	platform_console_write(buf, size);
}
