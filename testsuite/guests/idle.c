/* SPDX-License-Identifier: ISC */
/*
 * idle.c: says that it is there and sleeps until somebody ends it, or for the
 * milliseconds that are on its command line; with "busy" it never sleeps.
 */
#include "guestlib.h"

static _Noreturn void
busy(void)
{
	put("busy\n");
	for (;;)
		__asm__ volatile("");
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	const char *line = info->cmdline;
	solo5_time_t deadline = UINT64_MAX;
	char word[16];

	if (next_word(&line, word, sizeof(word))) {
		if (text_equal(word, "busy"))
			busy();
		deadline = solo5_clock_monotonic() + number(word) * 1000000;
	}
	put("idle\n");
	do
		solo5_yield(deadline, NULL);
	while (solo5_clock_monotonic() < deadline);
	return SOLO5_EXIT_SUCCESS;
}
