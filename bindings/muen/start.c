/* SPDX-License-Identifier: ISC */
/*
 * start.c: the entry point.
 *
 * Compiled without stack protector, as the guard has no value yet; nothing
 * else may be in this file.
 */
#include "muen.h"

#include "cpu.h"

void _start(const struct muen_boot_info *bi) __attribute__((__noreturn__));

void
_start(const struct muen_boot_info *bi)
{
	cpu_fpu_init();
	ssp_seed(muen_unique());
	muen_start(bi);
}
