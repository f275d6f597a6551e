/* SPDX-License-Identifier: ISC */
/*
 * prng.h: numbers that look random and are the same in every run.
 */
#ifndef SOLO5_TESTSUITE_CHECK_PRNG_H
#define SOLO5_TESTSUITE_CHECK_PRNG_H

#include <stdint.h>

/* The state may begin as anything but 0. */
uint64_t prng_next(uint64_t *state);

/* One of 0 to n - 1. */
uint64_t prng_below(uint64_t *state, uint64_t n);

#endif /* SOLO5_TESTSUITE_CHECK_PRNG_H */
