/* SPDX-License-Identifier: ISC */
/*
 * bhyve-dev.h: the kernel's headers of vmm(4), in the order that they need.
 * A structure of the kernel's has the name of one of ours, and is called
 * vmm_exit here.
 */
#ifndef SOLO5_HVT_HOST_BHYVE_DEV_H
#define SOLO5_HVT_HOST_BHYVE_DEV_H

#include <sys/types.h>

#include <sys/param.h>

#include <sys/cpuset.h>

#define vm_exit	vmm_exit

#include <machine/vmm.h>

#include <machine/vmm_dev.h>

#undef vm_exit

#endif /* SOLO5_HVT_HOST_BHYVE_DEV_H */
