/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm-kernel.h: the headers of OpenBSD's vmm(4), in the order in which
 * they can be included.  What they call struct vm_exit is struct vmm_exit
 * here, since vm.h has one, too.
 */
#ifndef SOLO5_HVT_HOST_OBSDVMM_KERNEL_H
#define SOLO5_HVT_HOST_OBSDVMM_KERNEL_H

#include <sys/types.h>
#include <sys/param.h>
#include <sys/ioctl.h>
#include <sys/sysctl.h>
#include <machine/cpu.h>

#define vm_exit vmm_exit
#include <machine/vmmvar.h>
#include <dev/vmm/vmm.h>
#undef vm_exit

#endif /* SOLO5_HVT_HOST_OBSDVMM_KERNEL_H */
