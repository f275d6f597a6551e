/* SPDX-License-Identifier: ISC */
/*
 * fpu.h: this CPU's floating-point unit and vector registers, for fpu.c.
 */
#ifndef SOLO5_TESTSUITE_CPU_FPU_H
#define SOLO5_TESTSUITE_CPU_FPU_H

#include "guestlib.h"

/* FPCR: rounding toward zero, and the default NaN. */
#define FPU_CONTROL	(3ul << 22 | 1ul << 25)

static inline uint64_t
fpu_control(void)
{
	uint64_t fpcr;

	__asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
	return fpcr;
}

static inline void
fpu_set_control(uint64_t fpcr)
{
	__asm__ volatile("msr fpcr, %0" : : "r"(fpcr));
}

/* At entry, before anything is computed. */
static inline void
cpu_fpu_initial(void)
{
	uint64_t fpsr;

	__asm__ volatile("mrs %0, fpsr" : "=r"(fpsr));
	CHECK(fpu_control() == 0);
	CHECK(fpsr == 0);
}

/* The registers are there with all of their width. */
static inline void
vectors(void)
{
	unsigned char in[32], out[32];

	for (unsigned int i = 0; i < sizeof(in); i++)
		in[i] = (unsigned char)(i * 5 + 1);
	memset(out, 0, sizeof(out));
	__asm__ volatile(
	    "ldp q0, q31, %1\n"
	    "add v7.16b, v0.16b, v0.16b\n"
	    "add v16.16b, v31.16b, v31.16b\n"
	    "stp q7, q16, %0\n"
	    : "=Q"(*(unsigned char (*)[32])out)
	    : "Q"(*(unsigned char (*)[32])in)
	    : "v0", "v7", "v16", "v31");
	for (unsigned int i = 0; i < sizeof(in); i++)
		CHECK(out[i] == (unsigned char)(2 * in[i]));
}

/* A call clobbers registers as C says, and the mode bits never. */
static inline void
calls_keep_control(void)
{
	fpu_set_control(FPU_CONTROL);
	(void)solo5_clock_monotonic();
	(void)solo5_clock_wall();
	solo5_yield(solo5_clock_monotonic() + 1000000, NULL);
	put("");
	CHECK(fpu_control() == FPU_CONTROL);
	fpu_set_control(0);
}

/* What every function leaves as it found it: the low halves of v8 to v15. */
static inline void
calls_keep_registers(void)
{
	uint64_t d8, d15;

	__asm__ volatile(
	    "fmov d8, #8.0\n"
	    "fmov d15, #15.0\n"
	    : : : "v8", "v15");
	solo5_yield(solo5_clock_monotonic() + 1000000, NULL);
	__asm__ volatile(
	    "fmov %0, d8\n"
	    "fmov %1, d15\n"
	    : "=r"(d8), "=r"(d15));
	CHECK(d8 == 0x4020000000000000);
	CHECK(d15 == 0x402e000000000000);
}

/* All the rest. */
static inline void
cpu_fpu_check(void)
{
	vectors();
	calls_keep_control();
	calls_keep_registers();
}

#endif /* SOLO5_TESTSUITE_CPU_FPU_H */
