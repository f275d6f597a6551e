/* SPDX-License-Identifier: ISC */
/*
 * sim.h: a machine for classic BPF over struct seccomp_data, to run filters
 * that no kernel has loaded.
 */
#ifndef SOLO5_TESTSUITE_SPT_SIM_H
#define SOLO5_TESTSUITE_SPT_SIM_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seccomp_data;

/* NULL if a kernel would load the program as a filter, or why it would not. */
const char *sim_check(const struct sock_filter *insn, size_t len);

/* Sets seen[i] where some way leads to instruction i of such a program. */
void sim_reachable(const struct sock_filter *insn, size_t len, bool *seen);

/* What has happened at an instruction; see sim_run(). */
#define SIM_REACHED	1u
#define SIM_TRUE	2u	/* of a conditional jump */
#define SIM_FALSE	4u

/*
 * Runs a program that sim_check() has passed and returns its verdict.  If
 * trace is not NULL, adds to it, for each instruction, what happened there.
 */
uint32_t sim_run(const struct sock_filter *insn,
    const struct seccomp_data *data, uint8_t *trace);

#endif /* SOLO5_TESTSUITE_SPT_SIM_H */
