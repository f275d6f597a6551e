/* SPDX-License-Identifier: ISC */
/*
 * start.c: the entry point.
 *
 * Compiled without stack protector, as the guard has no value yet; nothing
 * else may be in this file.
 */
#include "hvt.h"

#include "cpu.h"
#include "ssp.h"

void _start(struct hvt_boot_info *bi) __attribute__((__noreturn__));

void
_start(struct hvt_boot_info *bi)
{
	cpu_fpu_init();
	ssp_seed(hvt_entropy(bi));
	hvt_start(bi);
}
