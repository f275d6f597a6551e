/* SPDX-License-Identifier: ISC */
/*
 * filter.h: the tender's filter for a sample, compiled and checked.
 */
#ifndef SOLO5_TESTSUITE_SPT_FILTER_H
#define SOLO5_TESTSUITE_SPT_FILTER_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>

#include "policy.h"

struct filter {
	size_t len;
	struct sock_filter insn[POLICY_INSNS_MAX];
};

/*
 * Compiles the filter of a guest called name.  It is checked that it fits,
 * that nothing is written where it would not, and that a kernel would load
 * it; false if it cannot be used.
 */
bool filter_compile(struct filter *filter, const struct policy_params *params,
    const char *name);

#endif /* SOLO5_TESTSUITE_SPT_FILTER_H */
