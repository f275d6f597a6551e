/* SPDX-License-Identifier: ISC */
/*
 * timer.c: the interval timer (8254), of which only channel 0 is on every
 * machine.
 */
#include "timer.h"

#include "cpu.h"
#include "port.h"
#include "solo5_bindings.h"

#define CHANNEL0	0x40
#define CONTROL		0x43
#define LATCH		0xc2	/* channel 0: keep status and count to read */
#define ONE_SHOT	0x30	/* channel 0: two bytes, mode 0 */

#define STATUS_OUT	0x80	/* the count has been at 0 */

#define FREQ		1193182u
#define MAX_COUNT	0xffffu
#define NSEC_PER_SEC	1000000000u

/* Much longer than the timer's count, on any CPU. */
#define PATIENCE	((uint64_t)1 << 34)

/* How often a host may let us wait until the timer's count is over. */
#define TRIES		1000

static void
start(uint32_t count)
{
	port_out8(CONTROL, ONE_SHOT);
	port_out8(CHANNEL0, (uint8_t)count);
	port_out8(CHANNEL0, (uint8_t)(count >> 8));
}

void
timer_start(solo5_time_t timeout)
{
	const solo5_time_t most = (solo5_time_t)MAX_COUNT * NSEC_PER_SEC / FREQ;

	if (timeout >= most)
		start(MAX_COUNT);
	else
		start((uint32_t)(timeout * FREQ / NSEC_PER_SEC) + 1);
}

/* What timer and CPU count at one time, or nearly so. */
struct sample {
	uint64_t cycles;
	uint64_t took;
	uint32_t count;
	bool over;		/* it goes on from the start, unnoticed */
};

static void
sample(struct sample *s)
{
	s->cycles = cpu_cycles();
	port_out8(CONTROL, LATCH);
	s->took = cpu_cycles() - s->cycles;
	s->over = (port_in8(CHANNEL0) & STATUS_OUT) != 0;
	s->count = port_in8(CHANNEL0);
	s->count |= (uint32_t)port_in8(CHANNEL0) << 8;
}

/* The host may let us wait at any of them: so the fastest of a few. */
static void
sample_best(struct sample *best)
{
	struct sample s;

	sample(best);
	for (int i = 0; i < 4; i++) {
		sample(&s);
		if (s.took < best->took || s.over)
			*best = s;
	}
}

/* A hundredth of a second is enough, and what a user does not notice. */
static bool
measure(struct sample *first, struct sample *last)
{
	const uint32_t ticks = FREQ / 100;

	start(MAX_COUNT);
	sample_best(first);
	do {
		sample(last);
		if (last->cycles - first->cycles > PATIENCE)
			ABORT("the timer does not count");
	} while (!last->over && first->count - last->count < ticks);
	sample_best(last);
	return !first->over && !last->over && first->count > last->count;
}

uint64_t
timer_measure(void)
{
	struct sample first, last;

	for (int i = 0; i < TRIES; i++)
		if (measure(&first, &last))
			return (last.cycles - first.cycles) * FREQ /
			    (first.count - last.count);
	ABORT("there is no timer to measure the CPU's by");
}
