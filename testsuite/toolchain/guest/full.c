/* SPDX-License-Identifier: ISC */
/*
 * full.c: a unikernel with something in every segment.
 */
#include <solo5.h>

const char *greeting = "Hello\n";
static int zero[1000];
static __thread int thread_one = 1;
static __thread int thread_zero;

int
solo5_app_main(const struct solo5_start_info *info)
{
	zero[info->heap_size % 1000] = 1;
	solo5_console_write(greeting, 6);
	return info->cmdline[0] == '!' ? thread_one + thread_zero : 0;
}
