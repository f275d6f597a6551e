/* SPDX-License-Identifier: ISC */
/*
 * policy.h: the system calls that this tender makes while the guest runs.
 */
#ifndef SOLO5_HVT_POLICY_H
#define SOLO5_HVT_POLICY_H

#include "common/policy.h"

#include <stdbool.h>

struct debug_needs;
struct mft;
struct wait;

/* What the arguments are tested against. */
struct policy_params {
	const struct mft *mft;	/* devices attached */
	const struct wait *wait;
	int vcpu;
	unsigned long run;	/* the request that runs it */
	unsigned long read;	/* the one that reads a register, or 0 */
	int kick;		/* of the network ring, or -1 */
	const struct debug_needs *debug;	/* or NULL */
	bool serves_ring;	/* the thread that does, not the guest's */
};

#endif /* SOLO5_HVT_POLICY_H */
