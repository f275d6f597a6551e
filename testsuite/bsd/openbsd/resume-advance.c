/* SPDX-License-Identifier: ISC */
/*
 * resume-advance.c: the structure of the last exit is always taken over, and
 * says where to go on (since OpenBSD 7.6).
 */
#include <config.h>

#include "vmm.h"

#include <string.h>

#include "model.h"

bool
resume_takes_over(const struct vm_run_params *p, bool again)
{
	static const struct vm_exit zero;

	if (p->vrp_inject.vie_type != VCPU_INJECT_NONE || p->vrp_intr_pending)
		complain("RUN with an event for the guest");
	if (!again && memcmp(p->vrp_exit, &zero, sizeof(zero)) != 0)
		complain("RUN with an exit before the first");
	return again;
}

/* What is not gone behind would be a guest that calls for ever. */
uint64_t
resume_rip(const struct vm_exit *e, uint64_t behind)
{
	(void)behind;
	return e->vrs.vrs_gprs[VCPU_REGS_RIP];
}

uint64_t
resume_tell(struct vm_exit *e, uint64_t at, uint64_t behind)
{
	e->vei.vei_insn_len = (uint8_t)(behind - at);
	return at;
}
