/* SPDX-License-Identifier: ISC */
/*
 * policy.h: the system calls that a guest may make.
 *
 * One table, from which the filter is compiled, and the list in solo5-spt(1)
 * and what the tests expect are printed (policy-print.c).
 */
#ifndef SOLO5_SPT_POLICY_H
#define SOLO5_SPT_POLICY_H

#include <linux/filter.h>
#include <stddef.h>

struct bpf;
struct mft;

/* What the arguments are tested against. */
struct policy_params {
	const struct mft *mft;	/* devices attached */
	int epollfd;
	int timerfd;
};

/* A call, and what must hold for it. */
struct policy_rule {
	const char *name;
	int nr;
	/*
	 * Appends the tests, each way ending in a verdict.  Appends nothing
	 * if these parameters leave no way to pass: the call is then like one
	 * that is not in the table.
	 */
	void (*test)(struct bpf *, const struct policy_params *);
	const char *condition;	/* in words; "" if there is none */
	const char *reason;
};

/* In the order in which they are tested: what guests do most comes first. */
extern const struct policy_rule policy_table[];
extern const size_t policy_table_size;

/* Room for the filter of 63 devices. */
#define POLICY_INSNS_MAX	4096

/*
 * Compiles the table into max instructions at insn.  Returns how many they
 * are; a number above max means that they are not complete.
 */
size_t policy_compile(const struct policy_params *params,
    struct sock_filter *insn, size_t max);

#endif /* SOLO5_SPT_POLICY_H */
