/* SPDX-License-Identifier: ISC */
/*
 * prng.c: Marsaglia's xorshift of 64 bits, with a multiplication at its end.
 */
#include <config.h>

#include "prng.h"

uint64_t
prng_next(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545f4914f6cdd1d;
}

uint64_t
prng_below(uint64_t *state, uint64_t n)
{
	return (prng_next(state) >> 16) % n;
}
