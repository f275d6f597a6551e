/* SPDX-License-Identifier: ISC */
/*
 * yield.c: solo5_yield() without any network device: it sleeps until the
 * deadline, does not sleep when that has passed, and nothing is ever ready.
 */
#include "guestlib.h"

#define US	1000ull
#define MS	(1000 * US)

/* Sleeps for a time; returns how late it came back.  Never may be early. */
static solo5_time_t
sleep_for(solo5_time_t span)
{
	solo5_handle_set_t ready = ~0ull;
	solo5_time_t deadline = solo5_clock_monotonic() + span;

	do
		solo5_yield(deadline, &ready);
	while (solo5_clock_monotonic() < deadline);
	CHECK(ready == 0);
	return solo5_clock_monotonic() - deadline;
}

/*
 * The least of a few measurements: a machine that has much else to do may hold
 * us up in some of them, and hardly in all.
 */
#define TRIES	5

static bool
sleeps_in_time(solo5_time_t span)
{
	for (unsigned int i = 0; i < TRIES; i++)
		if (sleep_for(span) < 500 * MS)
			return true;
	return false;
}

/* A deadline that has passed: polls, at once, hundreds of times. */
static bool
polls(solo5_time_t deadline)
{
	solo5_time_t start = solo5_clock_monotonic();
	solo5_handle_set_t ready;

	for (unsigned int i = 0; i < 500; i++) {
		ready = ~0ull;
		solo5_yield(deadline, &ready);
		CHECK(ready == 0);
	}
	return solo5_clock_monotonic() - start < 250 * MS;
}

static void
expired(solo5_time_t deadline)
{
	bool at_once = false;

	for (unsigned int i = 0; i < TRIES && !at_once; i++)
		at_once = polls(deadline);
	CHECK(at_once);
}

/* How often a sleep of 100 ms wakes before its time: rarely, if ever. */
static void
early(void)
{
	solo5_time_t deadline = solo5_clock_monotonic() + 100 * MS;
	unsigned int wakes = 0;

	do {
		solo5_yield(deadline, NULL);
		wakes++;
	} while (solo5_clock_monotonic() < deadline);
	CHECK(wakes <= 3);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	static const solo5_time_t span[] = {
		1, 999, 1 * US, 50 * US, 1 * MS, 20 * MS, 1001 * MS
	};

	(void)info;
	expired(0);
	expired(1);
	expired(solo5_clock_monotonic());
	for (size_t i = 0; i < sizeof(span) / sizeof(span[0]); i++)
		CHECK(sleeps_in_time(span[i]));
	early();
	/* An armed timer that has fired must not end the next sleep early. */
	expired(0);
	early();
	return success();
}
