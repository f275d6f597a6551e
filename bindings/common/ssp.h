/* SPDX-License-Identifier: ISC */
/*
 * ssp.h: the stack protector, which the application's code shares.
 */
#ifndef SOLO5_COMMON_SSP_H
#define SOLO5_COMMON_SSP_H

#include <stdint.h>

#include "cpu.h"

/* Compilers compare the canary of a stack frame with it. */
extern uintptr_t __stack_chk_guard;

/* Compilers call it when a canary was overwritten. */
__attribute__((__noreturn__)) void __stack_chk_fail(void);

/* Odd factors and folds spread the few bits that vary in a value. */
static inline __attribute__((__always_inline__)) uint64_t
ssp_spread(uint64_t value)
{
	value *= 0x9e3779b97f4a7c15u;
	value ^= value >> 29;
	value *= 0xbf58476d1ce4e5b9u;
	return value ^ value >> 32;
}

/*
 * 64 bits that are hard to guess, where the host gives none: from the CPU's
 * generator, or with less ambition, from its cycle counter.
 */
static inline __attribute__((__always_inline__)) uint64_t
ssp_entropy(void)
{
	uint64_t value;

	if (!cpu_random(&value))
		value = ssp_spread(cpu_cycles());
	return value;
}

/*
 * Seeds the guard from what the host gave, or if that is 0, from what the CPU
 * has.  Runs before the guard is set, so it is only ever part of a function
 * that has no canary: of an entry point, which is compiled without.  The
 * guard's first byte in memory is 0: a string that runs over it ends there.
 */
static inline __attribute__((__always_inline__)) void
ssp_seed(uint64_t entropy)
{
	if (entropy == 0)
		entropy = ssp_entropy();
	__stack_chk_guard = (uintptr_t)entropy & ~(uintptr_t)0xff;
}

#endif /* SOLO5_COMMON_SSP_H */
