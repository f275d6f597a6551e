/* SPDX-License-Identifier: ISC */
/*
 * start.c: the first function in C.
 *
 * Compiled without stack protector, as the guard has no value yet; nothing
 * else may be in this file.
 */
#include "virtio.h"

#include "cpu.h"
#include "ssp.h"

void
boot_start(enum boot_loader loader, uintptr_t info)
{
	cpu_fpu_init();
	ssp_seed(0);
	virtio_run(loader, info);
}
