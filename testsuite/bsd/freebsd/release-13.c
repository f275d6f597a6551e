/* SPDX-License-Identifier: ISC */
/*
 * release-13.c: what stopped the CPU is in the request itself.
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <machine/vmm.h>

#include <machine/vmm_dev.h>

const struct model_release model_release = { 4, "none" };

int
release_run(void *arg)
{
	struct vm_run *run = arg;

	return run->cpuid != 0 ? model_refuse(EINVAL) : vcpu_run(&run->vm_exit);
}

bool
release_memseg_valid(const struct vm_memseg *seg)
{
	return seg->name[0] == '\0';
}

void
release_run_prepare(struct vm_run *run, struct vm_exit *e)
{
	(void)run;
	(void)e;
}

const struct vm_exit *
release_run_exit(const struct vm_run *run, const struct vm_exit *e)
{
	(void)e;
	return &run->vm_exit;
}
