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
#define LATCH		0x00	/* channel 0: keep the count for reading */
#define ONE_SHOT	0x30	/* channel 0: two bytes, mode 0 */

#define FREQ		1193182u
#define MAX_COUNT	0xffffu
#define NSEC_PER_SEC	1000000000u

/* Longer than the timer's count, on any CPU. */
#define PATIENCE	((uint64_t)1 << 30)

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
};

static void
sample(struct sample *s)
{
	s->cycles = cpu_cycles();
	port_out8(CONTROL, LATCH);
	s->took = cpu_cycles() - s->cycles;
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
		if (s.took < best->took)
			*best = s;
	}
}

/* A hundredth of a second is enough, and what a user does not notice. */
uint64_t
timer_measure(void)
{
	const uint32_t ticks = FREQ / 100;
	struct sample first, last;

	start(MAX_COUNT);
	sample_best(&first);
	do {
		sample(&last);
		if (last.cycles - first.cycles > PATIENCE)
			ABORT("there is no timer to measure the CPU's by");
	} while (first.count - last.count < ticks ||
	    last.count > first.count);
	sample_best(&last);
	return (last.cycles - first.cycles) * FREQ /
	    (first.count - last.count);
}
