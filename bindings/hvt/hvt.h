/* SPDX-License-Identifier: ISC */
/*
 * hvt.h: what the files of this target share.
 */
#ifndef SOLO5_HVT_HVT_H
#define SOLO5_HVT_HVT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5.h>
#include <solo5/hvt_abi.h>

#include "hypercall.h"
#include "solo5_bindings.h"

/* Copied from the boot information. */
struct hvt {
	uint64_t cycle_freq;
	bool old_tender;	/* of a release before 0.12.90 */
};

extern struct hvt hvt;

/* The rest of the entry: never returns. */
NORETURN void hvt_start(struct hvt_boot_info *bi);

/*
 * Random bits from the tender, or 0 where there are none: older tenders may
 * have put what the structure points to in that place.  Runs before the stack
 * protector, too.
 */
static inline __attribute__((__always_inline__)) uint64_t
hvt_entropy(const struct hvt_boot_info *bi)
{
	uint64_t base = (uintptr_t)bi;

	if (bi->cmdline - base < sizeof(*bi) || bi->mft - base < sizeof(*bi))
		return 0;
	return bi->entropy[0] ^ bi->entropy[1];
}

/*
 * Receives a frame for a device that the application has not acquired, and
 * forgets it.
 */
void net_discard(solo5_handle_t handle);

#endif /* SOLO5_HVT_HVT_H */
