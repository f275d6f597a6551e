/* SPDX-License-Identifier: ISC */
/*
 * policy-plain.c: nothing but what the tender itself does.
 */
#include <config.h>

#include "policy.h"

const struct policy_rule *const policy_runtime = NULL;
const size_t policy_runtime_size = 0;
