/* SPDX-License-Identifier: ISC */
/*
 * platform.c: the unikernel alone on a virtual CPU, with a tender to call.
 */
#include "hvt.h"

#include <solo5/elf_abi.h>

#include "cpu.h"
#include "device.h"
#include "ring.h"

SOLO5_OPENBSD_NOTE;
SOLO5_ABI1_NOTE(HVT_ABI_TARGET, HVT_ABI_VERSION);

struct hvt hvt;

static struct hvt_hc_halt halt;

void
hvt_start(struct hvt_boot_info *bi)
{
	struct memory mem = { bi->kernel_end, bi->mem_size };

	cpu_init();
	devices.mft = (const struct mft *)bi->mft;
	hvt.cycle_freq = bi->cpu_cycle_freq;
	hvt.old_tender = hvt_entropy(bi) == 0;
	ring_init(bi, &mem);
	crt_run((const char *)bi->cmdline, &mem);
}

void
platform_exit(int status)
{
	halt.exit_status = status;
	for (;;)
		hypercall(HVT_HYPERCALL_HALT, &halt);
}

void
platform_trapped(const void *trap)
{
	halt.cookie = (uintptr_t)trap;
}

bool
platform_set_tls_base(uintptr_t base)
{
	return cpu_set_tls_base(base);
}
