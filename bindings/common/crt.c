/* SPDX-License-Identifier: ISC */
/*
 * crt.c: what happens between a target's entry and the application.
 */
#include "solo5_bindings.h"

#include "cpu.h"
#include "version.h"

static void
print_banner(void)
{
	log_print(LOG_INFO,
	    "   ####   ###   #      ###   #####\n"
	    "  #      #   #  #     #   #  #\n"
	    "   ###   #   #  #     #   #  ####\n"
	    "      #  #   #  #     #   #      #\n"
	    "  ####    ###   ####   ###   ####\n");
	log_print(LOG_INFO, "Solo5: Bindings version %s\n",
	    SOLO5_BINDINGS_VERSION);
}

static void
print_region(const char *name, const char *start, const char *end)
{
	log_print(LOG_INFO, "Solo5: %s @ (0x%lx - 0x%lx)\n", name,
	    symbol_value(start), symbol_value(end) - 1);
}

static void
print_memory(const struct solo5_start_info *info)
{
	uintptr_t mem_end = info->heap_start + info->heap_size;

	log_print(LOG_INFO, "Solo5: Memory map: %lu MB addressable:\n",
	    mem_end >> 20);
	print_region("  reserved", NULL, _stext);
	print_region("      text", _stext, _etext);
	print_region("    rodata", _etext, _erodata);
	print_region("      data", _erodata, _end);
	log_print(LOG_INFO, "Solo5:       heap >= 0x%lx < stack < 0x%lx\n",
	    info->heap_start, mem_end);
}

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
	print_banner();
	print_memory(&info);
	log_release();

	solo5_exit(solo5_app_main(&info));
}
