/* SPDX-License-Identifier: ISC */
/*
 * tsc.h: nanoseconds from the ticks of a counter of constant frequency, as
 * the CPU's cycle counter is.
 */
#ifndef SOLO5_CLOCK_TSC_H
#define SOLO5_CLOCK_TSC_H

#include <stdint.h>

/* Nanoseconds for each tick: a whole number of them, and 2^-64th parts. */
struct tsc_rate {
	uint64_t whole;
	uint64_t fraction;
};

/* The rate of a counter of so many Hz, which are not 0 and below 2^48. */
struct tsc_rate tsc_rate(uint64_t freq);

/*
 * What so many ticks take.  Exact but for the last nanosecond; it
 * wraps around only when 64 bits do not hold the result, after 584 years.
 */
static inline uint64_t
tsc_nsec(const struct tsc_rate *rate, uint64_t ticks)
{
	__extension__ typedef unsigned __int128 uint128_t;
	uint128_t parts = (uint128_t)ticks * rate->fraction;

	return ticks * rate->whole + (uint64_t)(parts >> 64);
}

#endif /* SOLO5_CLOCK_TSC_H */
