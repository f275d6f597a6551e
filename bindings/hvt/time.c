/* SPDX-License-Identifier: ISC */
/*
 * time.c: the clocks, and sleeping.
 *
 * The CPU counts time; the tender only knows which time of the world it is,
 * and how to sleep.
 */
#include "hvt.h"

#include "cpu.h"
#include "device.h"
#include "ring.h"
#include "tsc.h"

/* Yields in a row that may only look into the ring. */
#define UNASKED_MAX	32u

static struct hvt_hc_walltime walltime;
static struct hvt_hc_poll poll;

/* Computed at the first use: a unikernel may end before that. */
static struct tsc_rate rate;
static bool rate_known;

/* The last time that was read. */
static solo5_time_t latest;

static void
rate_init(void)
{
	if (hvt.cycle_freq == 0 || hvt.cycle_freq >> 48 != 0)
		ABORT("the host does not know how fast the CPU counts");
	rate = tsc_rate(hvt.cycle_freq);
	rate_known = true;
}

/*
 * A counter that has gone back, as after a migration or an error of the
 * host's, stops the clock for a while.
 */
solo5_time_t
solo5_clock_monotonic(void)
{
	solo5_time_t now;

	if (!rate_known)
		rate_init();
	now = tsc_nsec(&rate, cpu_cycles());
	if (now > latest)
		latest = now;
	return latest;
}

solo5_time_t
solo5_clock_wall(void)
{
	hypercall(HVT_HYPERCALL_WALLTIME, &walltime);
	return walltime.nsecs;
}

/* A deadline before the last time that was read need not ask again. */
static solo5_time_t
time_left(solo5_time_t deadline)
{
	solo5_time_t now;

	if (deadline <= latest)
		return 0;
	now = solo5_clock_monotonic();
	return deadline > now ? deadline - now : 0;
}

/*
 * Sleeps so long, or until a frame has come; returns for which devices.  Those
 * for others are forgotten: else they would end every sleep at once.
 */
static solo5_handle_set_t
sleep(solo5_time_t timeout)
{
	solo5_handle_set_t others;

	poll.timeout_nsecs = timeout;
	hypercall(HVT_HYPERCALL_POLL, &poll);
	ring_polled(poll.ready_set & devices.nets);
	others = poll.ready_set & ~devices.nets;
	for (; others != 0; others &= others - 1)
		net_discard((solo5_handle_t)__builtin_ctzll(others));
	return poll.ready_set & devices.nets;
}

/*
 * Whether to return for frames that the ring already has, without asking the
 * tender about other devices; these must not wait for ever.
 */
static bool
enough(solo5_handle_set_t ready)
{
	static unsigned int asked_last;

	return ready != 0 &&
	    (ready == devices.nets || ++asked_last % UNASKED_MAX != 0);
}

/*
 * The tender's clock is not the CPU's counter, and may be done a moment
 * before that.
 */
void
solo5_yield(solo5_time_t deadline, solo5_handle_set_t *ready_set)
{
	solo5_handle_set_t ready = ring_ready();
	solo5_time_t left;

	left = ready != 0 ? 0 : time_left(deadline);
	if (left == 0 && devices.nets != 0 && !enough(ready))
		ready |= sleep(0);
	while (left != 0 && ready == 0) {
		ready = sleep(left);
		left = time_left(deadline);
	}
	if (ready_set != NULL)
		*ready_set = ready;
}
