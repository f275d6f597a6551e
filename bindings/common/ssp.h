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
		entropy = cpu_entropy();
	__stack_chk_guard = (uintptr_t)entropy & ~(uintptr_t)0xff;
}

#endif /* SOLO5_COMMON_SSP_H */
