/* SPDX-License-Identifier: ISC */
/*
 * time.c: the two clocks.  "SECONDS [MIN]" on the command line is the host's
 * time when it started us, and the least that the monotonic clock may show.
 */
#include "guestlib.h"

#define MS	1000000ull
#define SECOND	(1000 * MS)
#define READS	200000	/* at most, and no longer than a second */

/* Reads the clock many times: it may not go back, nor move a few times only. */
static void
monotonic(void)
{
	solo5_time_t first, last, now;
	unsigned int i, moved = 0;

	first = last = solo5_clock_monotonic();
	for (i = 0; i < READS && last - first < SECOND; i++) {
		now = solo5_clock_monotonic();
		CHECK(now >= last);
		moved += now != last;
		last = now;
	}
	CHECK(moved > i / 100);
}

static solo5_time_t
distance(solo5_time_t a, solo5_time_t b)
{
	return a < b ? b - a : a - b;
}

/* How far the clocks drift apart in 20 ms. */
static solo5_time_t
drift(void)
{
	solo5_time_t m0, m1, w0, w1;

	m0 = solo5_clock_monotonic();
	w0 = solo5_clock_wall();
	do
		m1 = solo5_clock_monotonic();
	while (m1 < m0 + 20 * MS);
	w1 = solo5_clock_wall();
	return distance(w1 - w0, m1 - m0);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	solo5_time_t m0, w0, least = SECOND;
	const char *line = info->cmdline;

	m0 = solo5_clock_monotonic();
	w0 = solo5_clock_wall();
	CHECK(distance(w0, next_number(&line) * SECOND) < 10 * SECOND);
	if (*line != '\0')
		CHECK(m0 >= next_number(&line) * SECOND);

	monotonic();

	/*
	 * Both clocks go at the same pace; but we may be kept from running
	 * between reading the one and the other.
	 */
	for (unsigned int i = 0; i < 10; i++) {
		solo5_time_t d = drift();

		if (d < least)
			least = d;
	}
	CHECK(least < MS);
	return success();
}
