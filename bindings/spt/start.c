/* SPDX-License-Identifier: ISC */
/*
 * start.c: the entry point.
 *
 * Compiled without stack protector, as the guard has no value yet; nothing
 * else may be in this file.
 */
#include "spt.h"

#include "cpu.h"
#include "ssp.h"

void _start(const struct spt_boot_info *bi) __attribute__((__noreturn__));

void
_start(const struct spt_boot_info *bi)
{
	cpu_fpu_init();
	ssp_seed(bi->entropy[0] ^ bi->entropy[1]);
	spt_start(bi);
}
