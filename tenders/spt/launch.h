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
 * Gives up privileges, descriptors and memory, installs the filter and enters
 * the guest.  Where a step fails, the process ends with STATUS_FAILURE.
 */
NORETURN void launch(const struct guest *guest,
    const struct policy_params *params);

#endif /* SOLO5_SPT_LAUNCH_H */
