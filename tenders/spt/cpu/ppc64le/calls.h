/* SPDX-License-Identifier: ISC */
/*
 * calls.h: system calls that guests may make on this CPU and not on others.
 * The header of each CPU defines the same names.
 */
#ifndef SOLO5_SPT_CALLS_H
#define SOLO5_SPT_CALLS_H

/* Rows of the policy: none, the thread pointer is a register of the guest's. */
#define CPU_POLICY

#endif /* SOLO5_SPT_CALLS_H */
