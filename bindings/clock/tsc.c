/* SPDX-License-Identifier: ISC */
/*
 * tsc.c: the rate of a counter.
 */
#include "tsc.h"

#define NSEC_PER_SEC	1000000000u

/*
 * The fraction is a quotient of 64 bits, computed 16 bits at a time: so no
 * remainder needs more than 64, and nothing a function of the compiler's
 * library.
 */
struct tsc_rate
tsc_rate(uint64_t freq)
{
	struct tsc_rate rate = { NSEC_PER_SEC / freq, 0 };
	uint64_t rest = NSEC_PER_SEC % freq;

	for (int i = 0; i < 4; i++) {
		rest <<= 16;
		rate.fraction = rate.fraction << 16 | rest / freq;
		rest %= freq;
	}
	return rate;
}
