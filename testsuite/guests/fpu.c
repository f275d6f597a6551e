/* SPDX-License-Identifier: ISC */
/*
 * fpu.c: the floating-point unit is in its initial state, computes, and keeps
 * its registers over calls of Solo5.
 */
#include "guestlib.h"

#include "fpu.h"

/* 1 + 1/2 + 1/6 + ...; exact to the last bits that a double has. */
static double
euler(void)
{
	volatile double term = 1.0;
	double sum = 1.0;

	for (int i = 1; i < 25; i++) {
		term = term / i;
		sum += term;
	}
	return sum;
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	double e;

	(void)info;
	cpu_fpu_initial();
	e = euler();
	CHECK(e > 2.718281828459044 && e < 2.718281828459046);
	CHECK((uint64_t)(e * 1e6) == 2718281);
	cpu_fpu_check();
	return success();
}
