/* SPDX-License-Identifier: ISC */
/*
 * release-15.c: as 14, with a device to make machines by, and memory that can
 * be asked for from some of the banks.
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <machine/vmm.h>

#include <machine/vmm_dev.h>

const struct model_release model_release = { 22, "close" };

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
	return seg->name[0] == '\0' && seg->ds_mask == NULL &&
	    seg->ds_mask_size == 0 && seg->ds_policy == 0;
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
