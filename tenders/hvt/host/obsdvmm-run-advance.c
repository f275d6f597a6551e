/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm-run-advance.c: vmm(4) always takes over what an exit has left, and
 * after I/O goes on where that says (since OpenBSD 7.6).  Of all that the
 * kernel injects nothing is asked for, which is 0.
 */
#include <config.h>

#include "obsdvmm.h"

void
obsd_run_prepare(struct vm_state *s, bool again)
{
	(void)s;
	(void)again;
}

void
obsd_run_advance(struct vm_state *s)
{
	s->exit.vrs.vrs_gprs[VCPU_REGS_RIP] += s->exit.vei.vei_insn_len;
}
