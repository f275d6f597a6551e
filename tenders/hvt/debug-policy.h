/* SPDX-License-Identifier: ISC */
/*
 * debug-policy.h: the system calls that debugging makes beside those of
 * policy.c.
 */
#ifndef SOLO5_HVT_DEBUG_POLICY_H
#define SOLO5_HVT_DEBUG_POLICY_H

#include "common/policy.h"

extern const struct policy_list debug_policy;

#endif /* SOLO5_HVT_DEBUG_POLICY_H */
