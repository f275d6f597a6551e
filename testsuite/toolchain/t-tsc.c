/* SPDX-License-Identifier: ISC */
/*
 * t-tsc.c: nanoseconds from the ticks of a counter, against the same with
 * more digits, for centuries of them.
 */
#include <config.h>

#include <inttypes.h>
#include <stdio.h>

/* The bindings' code, as part of this program. */
#include "../../bindings/clock/tsc.c"

__extension__ typedef unsigned __int128 uint128_t;

static const uint64_t freqs[] = {
	1, 3, 1000, 1000000, 19200000, 24000000, 62500000, 999999999,
	1000000000, 1000000001, 1193181666, 2000000000, 2592615000,
	2593906573, 4294967295, 4294967296, 5000000000, 99999999977,
	(UINT64_C(1) << 48) - 1
};

#define CENTURIES_5	UINT64_C(15778800000)	/* seconds */

static unsigned int checks;
static unsigned int failures;

/* At most one nanosecond is missing, and none is too many. */
static void
check(uint64_t freq, const struct tsc_rate *rate, uint64_t ticks)
{
	uint64_t want = (uint64_t)((uint128_t)ticks * NSEC_PER_SEC / freq);
	uint64_t got = tsc_nsec(rate, ticks);

	checks++;
	if (got <= want && want - got <= 1)
		return;
	failures++;
	printf("FAIL: %" PRIu64 " ticks at %" PRIu64 " Hz: %" PRIu64
	    ", not %" PRIu64 "\n", ticks, freq, got, want);
}

/* Times that are spread from a tick to centuries, and around each. */
static void
check_freq(uint64_t freq)
{
	const struct tsc_rate rate = tsc_rate(freq);
	uint128_t end = (uint128_t)freq * CENTURIES_5;
	uint64_t last = end > UINT64_MAX - 2 ? UINT64_MAX - 2 : (uint64_t)end;

	for (uint64_t t = 1; t < last / 3; t += t / 3 + 1)
		for (uint64_t ticks = t - 1; ticks <= t + 2; ticks++) {
			check(freq, &rate, ticks);
			if (tsc_nsec(&rate, ticks) > tsc_nsec(&rate, ticks + 1))
				failures++;
		}
	check(freq, &rate, last);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(freqs) / sizeof(freqs[0]); i++)
		check_freq(freqs[i]);
	if (failures != 0)
		printf("%u of %u checks failed\n", failures, checks);
	else
		printf("%u checks\n", checks);
	return failures != 0;
}
