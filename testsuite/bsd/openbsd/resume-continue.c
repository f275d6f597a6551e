/* SPDX-License-Identifier: ISC */
/*
 * resume-continue.c: the structure of the last exit is taken over if that is
 * asked for, and the kernel itself goes on behind the instruction (before
 * OpenBSD 7.6).
 */
#include <config.h>

#include "vmm.h"

#include "model.h"

#define NO_INTERRUPT	0xffff

bool
resume_takes_over(const struct vm_run_params *p, bool again)
{
	if (p->vrp_irq != NO_INTERRUPT || p->vrp_intr_pending)
		complain("RUN with an interrupt for the guest");
	if (!again && p->vrp_continue)
		complain("RUN with an exit before the first");
	if (again && !p->vrp_continue)
		complain("RUN without what the last exit has left");
	return p->vrp_continue;
}

uint64_t
resume_rip(const struct vm_exit *e, uint64_t behind)
{
	(void)e;
	return behind;
}

uint64_t
resume_tell(struct vm_exit *e, uint64_t at, uint64_t behind)
{
	(void)e;
	(void)at;
	return behind;
}
