/* SPDX-License-Identifier: ISC */
/*
 * xenend.c: ways to end that no other guest has, by name.
 */
#include "xenlib.h"

#include <xen/sched.h>

static void
stop(unsigned int reason)
{
	struct sched_shutdown shutdown = { .reason = reason };

	(void)xen_call(__HYPERVISOR_sched_op, SCHEDOP_shutdown, &shutdown, 0);
}

/* A fault while a fault is reported, while a fault is reported. */
static void
triple_fault(void)
{
	const struct {
		uint16_t limit;
		uint64_t base;
	} __attribute__((__packed__)) none = { 0, 0 };

	__asm__ volatile("lidt %0; ud2" : : "m"(none));
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	const char *how = info->cmdline;

	put("about to end\n");
	if (text_equal(how, "reboot"))
		stop(SHUTDOWN_reboot);
	else if (text_equal(how, "watchdog"))
		stop(SHUTDOWN_watchdog);
	else if (text_equal(how, "triple-fault"))
		triple_fault();
	else if (text_equal(how, "halt"))
		__asm__ volatile("cli; hlt");
	else
		CHECK(text_equal(how, "spin"));
	for (;;)
		__asm__ volatile("" : : : "memory");
}
