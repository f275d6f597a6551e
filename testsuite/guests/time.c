/* SPDX-License-Identifier: ISC */
/*
 * time.c: the two clocks.  "SECONDS [MIN]" on the command line is the host's
 * time when it started us, and the least that the monotonic clock may show.
 */
#include "guestlib.h"

#define MS	1000000ull
#define SECOND	(1000 * MS)
#define READS	200000

/* Returns how often the clock moved in many reads; it may not go back. */
static unsigned int
monotonic(void)
{
	solo5_time_t last, now;
	unsigned int moved = 0;

	last = solo5_clock_monotonic();
	for (unsigned int i = 0; i < READS; i++) {
		now = solo5_clock_monotonic();
		CHECK(now >= last);
		moved += now != last;
		last = now;
	}
	return moved;
}

static solo5_time_t
distance(solo5_time_t a, solo5_time_t b)
{
	return a < b ? b - a : a - b;
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	solo5_time_t m0, m1, w0, w1;
	const char *line = info->cmdline;

	m0 = solo5_clock_monotonic();
	w0 = solo5_clock_wall();
	CHECK(distance(w0, next_number(&line) * SECOND) < 10 * SECOND);
	if (*line != '\0')
		CHECK(m0 >= next_number(&line) * SECOND);

	/* A coarse clock would move a few times in as many reads. */
	CHECK(monotonic() > READS / 100);

	/* Both clocks go at the same pace. */
	while (solo5_clock_monotonic() < m0 + 200 * MS)
		;
	w1 = solo5_clock_wall();
	m1 = solo5_clock_monotonic();
	CHECK(m1 - m0 >= 200 * MS);
	CHECK(distance(w1 - w0, m1 - m0) < 20 * MS);
	return success();
}
