/* SPDX-License-Identifier: ISC */
/*
 * crt.c: what happens between a target's entry and the application.
 */
#include "solo5_bindings.h"

#include "cpu.h"

/*
 * The heap starts on the first page behind the executable.  Linker scripts
 * of others may end elsewhere than the last segment does.
 */
static uintptr_t
heap_start(const struct memory *mem)
{
	uintptr_t end = symbol_value(_end);

	if (end < mem->kernel_end)
		end = mem->kernel_end;
	return round_up(end, CPU_PAGE_SIZE);
}

void
crt_run(const char *cmdline, const struct memory *mem)
{
	/* The application may keep it. */
	static struct solo5_start_info info;

	log_hold();
	info.cmdline = log_options(cmdline);
	info.heap_start = heap_start(mem);
	if (info.heap_start >= mem->mem_end)
		ABORT("no memory left for heap and stack");
	info.heap_size = mem->mem_end - info.heap_start;
	banner_print(&info);
	log_release();

	solo5_exit(solo5_app_main(&info));
}
