/* SPDX-License-Identifier: ISC */
/*
 * policy.h: the system calls that this tender makes while the guest runs.
 */
#ifndef SOLO5_HVT_POLICY_H
#define SOLO5_HVT_POLICY_H

#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>

struct bpf;
struct mft;
struct wait;

/* What the arguments are tested against. */
struct policy_params {
	uint32_t arch;		/* AUDIT_ARCH_... */
	const struct mft *mft;	/* devices attached */
	const struct wait *wait;
	int vcpu;
	unsigned long run;	/* the request that runs it */
	unsigned long read;	/* the one that reads a register, or 0 */
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

/* In the order in which they are tested: the most frequent come first. */
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

#endif /* SOLO5_HVT_POLICY_H */
