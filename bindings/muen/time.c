/* SPDX-License-Identifier: ISC */
/*
 * time.c: the clocks, and waiting.
 *
 * A subject may not read the cycle counter.  What it can see is the count at
 * which its current time slice began, so that is what time it is, plus a
 * little more whenever somebody asks in the same slice.
 */
#include "muen.h"

#include "cpu.h"
#include "tsc.h"

#define NSEC_PER_USEC	1000u
#define NSEC_PER_SEC	1000000000u

/* How long to wait for somebody to say what time of the world it is. */
#define PATIENCE	(10ull * NSEC_PER_SEC)

static struct tsc_rate rate;

/* The fewest ticks that are a nanosecond. */
static uint64_t step;

/* The last time that was told, in ticks. */
static uint64_t latest;

/* Nobody waits for the time of the world any more. */
static bool gave_up;

void
time_init(void)
{
	const uint64_t hz = (uint64_t)muen_sinfo()->tsc_khz * 1000;

	if (!sinfo_valid(muen_sinfo()) || hz == 0)
		ABORT("no subject info of a version that this knows");
	rate = tsc_rate(hz);
	step = (hz + NSEC_PER_SEC - 1) / NSEC_PER_SEC;
}

/*
 * Never the same time twice, so that whoever waits for a time to come in a
 * slice that does not end will see it.  A step is shorter than the call.
 */
solo5_time_t
solo5_clock_monotonic(void)
{
	uint64_t now = muen_slice();

	if (now < latest + step)
		now = latest + step;
	latest = now;
	return tsc_nsec(&rate, now);
}

/* The subject that knows the time may start later than this one. */
static uint64_t
base_read(const volatile struct sinfo_time *time)
{
	const solo5_time_t deadline = solo5_clock_monotonic() + PATIENCE;
	uint64_t base;

	while ((base = time->base) == 0 && !gave_up) {
		if (solo5_clock_monotonic() >= deadline)
			gave_up = true;
		__asm__ volatile("pause");
	}
	return base;
}

/* Where nobody knows, it is as long after 1970 as the machine is on. */
solo5_time_t
solo5_clock_wall(void)
{
	const struct sinfo_memory *m;
	uint64_t base = 0;

	m = sinfo_find_memory(muen_sinfo(), "time_info", "");
	if (m != NULL && m->size >= sizeof(struct sinfo_time))
		base = base_read((const struct sinfo_time *)m->address);
	return base * NSEC_PER_USEC + solo5_clock_monotonic();
}

/* Nothing wakes a subject up: it has its time slices, whatever it does. */
void
solo5_yield(solo5_time_t deadline, solo5_handle_set_t *ready_set)
{
	solo5_handle_set_t ready;

	console_flush();
	while ((ready = net_poll()) == 0 && solo5_clock_monotonic() < deadline)
		__asm__ volatile("pause");
	if (ready_set != NULL)
		*ready_set = ready;
}
