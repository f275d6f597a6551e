/* SPDX-License-Identifier: ISC */
/*
 * policy.h: a list of system calls, and what must hold for each.
 *
 * A tender has one table, in its policy.c, from which the filter is compiled,
 * and the list in its manual page and what the tests expect are printed
 * (policy-print.c).
 */
#ifndef SOLO5_COMMON_POLICY_H
#define SOLO5_COMMON_POLICY_H

#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>

struct bpf;

/* What the arguments are tested against, which is each tender's own. */
struct policy_params;

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

struct policy_list {
	const struct policy_rule *rule;
	size_t n;
};

/* In the order in which they are tested: the most frequent come first. */
extern const struct policy_rule policy_table[];
extern const size_t policy_table_size;

/*
 * More of them, which come from how the program is built and not from what it
 * does: policy-plain.c has none.
 */
extern const struct policy_rule *const policy_runtime;
extern const size_t policy_runtime_size;

/* Room for the filter of 63 devices. */
#define POLICY_INSNS_MAX	4096

/*
 * Compiles the tables, after a list that may be NULL, into max instructions at
 * insn, for calls of a machine, an AUDIT_ARCH_....  Returns how many they are;
 * a number above max means that they are not complete.
 */
size_t policy_compile(uint32_t arch, const struct policy_list *first,
    const struct policy_params *params, struct sock_filter *insn, size_t max);

#endif /* SOLO5_COMMON_POLICY_H */
