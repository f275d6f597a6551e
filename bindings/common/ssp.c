/* SPDX-License-Identifier: ISC */
/*
 * ssp.c: what the stack protector needs.  See ssp.h.
 */
#include "ssp.h"

#include "solo5_bindings.h"

uintptr_t __stack_chk_guard;

void
__stack_chk_fail(void)
{
	abort_why("Stack corruption detected");
}
