/* SPDX-License-Identifier: ISC */
/*
 * release-14.c: what stopped the CPU is stored where the request says.
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <machine/vmm.h>

#include <machine/vmm_dev.h>

const struct model_release model_release = { 8, "none" };

int
release_run(void *arg)
{
	const struct vm_run *run = arg;

	if (run->cpuid != 0)
		return model_refuse(EINVAL);
	if (run->vm_exit == NULL)
		return model_refuse(EFAULT);
	return vcpu_run(run->vm_exit);
}

bool
release_memseg_valid(const struct vm_memseg *seg)
{
	return seg->name[0] == '\0';
}

void
release_run_prepare(struct vm_run *run, struct vm_exit *e)
{
	run->vm_exit = e;
}

const struct vm_exit *
release_run_exit(const struct vm_run *run, const struct vm_exit *e)
{
	(void)run;
	return e;
}
