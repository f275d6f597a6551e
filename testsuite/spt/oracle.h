/* SPDX-License-Identifier: ISC */
/*
 * oracle.h: a second opinion on the policy, from libseccomp: its own filter,
 * and the numbers that it knows for the names of system calls.
 */
#ifndef SOLO5_TESTSUITE_SPT_ORACLE_H
#define SOLO5_TESTSUITE_SPT_ORACLE_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>

#include "policy.h"

/* Ends the test where there is no libseccomp. */
void oracle_require(void);

/*
 * The filter that libseccomp makes for a guest, and its length.  It cannot
 * test the range of a disk's transfer: of these, all offsets pass, and all
 * counts below 4 GiB.  The caller frees it.
 */
struct sock_filter *oracle_filter(const struct policy_params *params,
    size_t *len);

/* The number that a call has here, or below 0. */
int oracle_number(const char *name);

/* Whether a call exists for a CPU: "x86_64", "aarch64" or "ppc64le". */
bool oracle_exists(const char *name, const char *cpu);

#endif /* SOLO5_TESTSUITE_SPT_ORACLE_H */
