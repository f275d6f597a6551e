/* SPDX-License-Identifier: ISC */
/*
 * allowed.h: what guests may do, in plain C.
 */
#ifndef SOLO5_TESTSUITE_SPT_ALLOWED_H
#define SOLO5_TESTSUITE_SPT_ALLOWED_H

#include <stdbool.h>
#include <stdint.h>

#include "policy.h"

struct mft_entry;
struct seccomp_data;

/* Whether the interface of spt lets a guest make this call. */
bool allowed(const struct policy_params *params,
    const struct seccomp_data *data);

/* The block device with this descriptor; NULL if there is none. */
const struct mft_entry *allowed_disk(const struct policy_params *params,
    uint64_t fd);

/* Whether a disk of so many bytes has count of them at offset. */
bool allowed_range(uint64_t capacity, uint64_t offset, uint64_t count);

#endif /* SOLO5_TESTSUITE_SPT_ALLOWED_H */
