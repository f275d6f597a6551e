/* SPDX-License-Identifier: ISC */
/*
 * fpu.h: this CPU's floating-point unit and vector registers, for fpu.c.
 */
#ifndef SOLO5_TESTSUITE_CPU_FPU_H
#define SOLO5_TESTSUITE_CPU_FPU_H

#include "guestlib.h"

/* At entry, before anything is computed. */
static inline void
cpu_fpu_initial(void)
{
	uint32_t mxcsr;
	uint16_t cw;

	__asm__ volatile("stmxcsr %0" : "=m"(mxcsr));
	__asm__ volatile("fnstcw %0" : "=m"(cw));
	CHECK(mxcsr == 0x1f80);
	CHECK(cw == 0x37f);
}

/* The registers are there with all of their width. */
static inline void
vectors(void)
{
	uint32_t a, b, c, d, lo, hi;
	unsigned char in[64], out[64];

	__asm__ volatile("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d)
	    : "0"(1), "2"(0));
	if ((c & 1u << 27) == 0)	/* OSXSAVE */
		return;
	__asm__ volatile("xgetbv" : "=a"(lo), "=d"(hi) : "c"(0));
	__asm__ volatile("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d)
	    : "0"(7), "2"(0));
	for (unsigned int i = 0; i < sizeof(in); i++)
		in[i] = (unsigned char)(i * 5 + 1);
	if ((lo & 6) == 6 && (b & 1u << 5) != 0) {	/* AVX2 */
		memset(out, 0, sizeof(out));
		__asm__ volatile(
		    "vmovdqu %1, %%ymm15\n"
		    "vpaddb %%ymm15, %%ymm15, %%ymm7\n"
		    "vmovdqu %%ymm7, %0\n"
		    "vzeroupper\n"
		    : "=m"(*(unsigned char (*)[32])out)
		    : "m"(*(unsigned char (*)[32])in));
		for (unsigned int i = 0; i < 32; i++)
			CHECK(out[i] == (unsigned char)(2 * in[i]));
		put("AVX2\n");
	}
	if ((lo & 0xe6) == 0xe6 && (b & 1u << 16) != 0) {	/* AVX-512F */
		memset(out, 0, sizeof(out));
		__asm__ volatile(
		    ".byte 0x62, 0xe1, 0xfe, 0x48, 0x6f, 0x00\n"
					/* vmovdqu64 (%rax), %zmm16 */
		    ".byte 0x62, 0xe1, 0xfe, 0x48, 0x7f, 0x03\n"
					/* vmovdqu64 %zmm16, (%rbx) */
		    : : "a"(in), "b"(out) : "memory");
		CHECK(memcmp(in, out, sizeof(in)) == 0);
		put("AVX-512\n");
	}
}

/* A call clobbers registers as C says, and the mode bits never. */
static inline void
calls_keep_control(void)
{
	uint32_t mxcsr = 0x1f80 | 0x6000;	/* round toward zero */
	uint16_t cw = 0x37f | 0xc00;

	__asm__ volatile("ldmxcsr %0" : : "m"(mxcsr));
	__asm__ volatile("fldcw %0" : : "m"(cw));
	(void)solo5_clock_monotonic();
	(void)solo5_clock_wall();
	solo5_yield(solo5_clock_monotonic() + 1000000, NULL);
	put("");
	mxcsr = 0;
	cw = 0;
	__asm__ volatile("stmxcsr %0" : "=m"(mxcsr));
	__asm__ volatile("fnstcw %0" : "=m"(cw));
	CHECK((mxcsr & ~0x3fu) == (0x1f80 | 0x6000));
	CHECK(cw == (0x37f | 0xc00));
	mxcsr = 0x1f80;
	cw = 0x37f;
	__asm__ volatile("ldmxcsr %0" : : "m"(mxcsr));
	__asm__ volatile("fldcw %0" : : "m"(cw));
}

static inline long double
x87(long double x)
{
	long double r;

	__asm__ volatile("fsqrt" : "=t"(r) : "0"(x));
	return r;
}

/* All the rest. */
static inline void
cpu_fpu_check(void)
{
	vectors();
	calls_keep_control();
	CHECK(x87(6.25L) == 2.5L);
}

#endif /* SOLO5_TESTSUITE_CPU_FPU_H */
