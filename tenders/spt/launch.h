/* SPDX-License-Identifier: ISC */
/*
 * launch.h: from the tender to the guest, leaving nothing of the tender.
 */
#ifndef SOLO5_SPT_LAUNCH_H
#define SOLO5_SPT_LAUNCH_H

#include "compiler.h"

struct guest;
struct policy_params;

/*
 * Steps that only the tests of the tests leave out: a test of a protection
 * must fail without it.
 */
enum launch_steps {
	LAUNCH_FILTER = 1 << 0,		/* the system call filter */
	LAUNCH_UNMAP = 1 << 1,		/* the tender's memory */
	LAUNCH_CLOSE = 1 << 2,		/* inherited descriptors */
	LAUNCH_ALL = LAUNCH_FILTER | LAUNCH_UNMAP | LAUNCH_CLOSE
};

/*
 * Gives up privileges, descriptors and memory, installs the filter and enters
 * the guest.  Where a step fails, the process ends with STATUS_FAILURE.
 */
NORETURN void launch(struct guest *guest, const struct policy_params *params,
    int steps);

#endif /* SOLO5_SPT_LAUNCH_H */
