/* SPDX-License-Identifier: ISC */
/*
 * fpu.h: this CPU's floating-point unit and vector registers, for fpu.c.
 */
#ifndef SOLO5_TESTSUITE_CPU_FPU_H
#define SOLO5_TESTSUITE_CPU_FPU_H

#include "guestlib.h"

/* FPSCR: rounding toward zero. */
#define FPU_CONTROL	1ul

/* Of FPSCR, what no instruction changes but those that are to. */
#define FPU_CONTROL_MASK	0xfful

static inline uint64_t
fpu_status(void)
{
	uint64_t fpscr;

	__asm__ volatile(
	    "mffs 0\n"
	    "mfvsrd %0, 0\n" : "=r"(fpscr) : : "fr0");
	return fpscr;
}

static inline void
fpu_set_status(uint64_t fpscr)
{
	__asm__ volatile(
	    "mtvsrd 0, %0\n"
	    "mtfsf 255, 0, 1, 0\n" : : "r"(fpscr) : "fr0");
}

/* At entry, before anything is computed. */
static inline void
cpu_fpu_initial(void)
{
	CHECK(fpu_status() == 0);
}

/* The registers are there with all of their width. */
static inline void
vectors(void)
{
	_Alignas(16) unsigned char in[32], out[32];

	for (unsigned int i = 0; i < sizeof(in); i++)
		in[i] = (unsigned char)(i * 5 + 1);
	memset(out, 0, sizeof(out));
	__asm__ volatile(
	    "lvx 0, 0, %0\n"
	    "lvx 31, %2, %0\n"
	    "vaddubm 7, 0, 0\n"
	    "vaddubm 16, 31, 31\n"
	    "stvx 7, 0, %1\n"
	    "stvx 16, %2, %1\n"
	    : : "b"(in), "b"(out), "b"(16ul)
	    : "v0", "v7", "v16", "v31", "memory");
	for (unsigned int i = 0; i < sizeof(in); i++)
		CHECK(out[i] == (unsigned char)(2 * in[i]));
}

/* A call clobbers registers as C says, and the mode bits never. */
static inline void
calls_keep_control(void)
{
	fpu_set_status(FPU_CONTROL);
	(void)solo5_clock_monotonic();
	(void)solo5_clock_wall();
	solo5_yield(solo5_clock_monotonic() + 1000000, NULL);
	put("");
	CHECK((fpu_status() & FPU_CONTROL_MASK) == FPU_CONTROL);
	fpu_set_status(0);
}

/* What every function leaves as it found it: f14 to f31, v20 to v31. */
static inline void
calls_keep_registers(void)
{
	uint64_t f14, f31, v20;

	__asm__ volatile(
	    "mtvsrd 14, %0\n"
	    "mtvsrd 31, %1\n"
	    "mtvsrd 52, %2\n"
	    : : "r"(14ul), "r"(31ul), "r"(20ul) : "fr14", "fr31", "v20");
	solo5_yield(solo5_clock_monotonic() + 1000000, NULL);
	__asm__ volatile(
	    "mfvsrd %0, 14\n"
	    "mfvsrd %1, 31\n"
	    "mfvsrd %2, 52\n"
	    : "=r"(f14), "=r"(f31), "=r"(v20));
	CHECK(f14 == 14);
	CHECK(f31 == 31);
	CHECK(v20 == 20);
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
