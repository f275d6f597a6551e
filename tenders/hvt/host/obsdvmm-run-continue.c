/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm-run-continue.c: vmm(4) is told whether it is to take over what an
 * exit has left, and goes on behind the instruction itself (before OpenBSD
 * 7.6).
 */
#include <config.h>

#include "obsdvmm.h"

/* An interrupt of number 0 can be injected, too. */
#define NO_INTERRUPT	0xffff

void
obsd_run_prepare(struct vm_state *s, bool again)
{
	s->run.vrp_continue = again;
	s->run.vrp_irq = NO_INTERRUPT;
}

void
obsd_run_advance(struct vm_state *s)
{
	(void)s;
}
