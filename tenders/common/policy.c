/* SPDX-License-Identifier: ISC */
/*
 * policy.c: a filter of system calls from a table of them.
 */
#include <config.h>

#include "policy.h"

#include "bpf.h"

size_t
policy_compile(uint32_t arch, const struct policy_params *params,
    struct sock_filter *insn, size_t max)
{
	struct bpf b = { .insn = insn, .max = max };
	size_t i, rule;

	bpf_begin(&b, arch);
	for (i = 0; i < policy_table_size; i++) {
		rule = bpf_rule_begin(&b, policy_table[i].nr);
		policy_table[i].test(&b, params);
		bpf_rule_end(&b, rule);
	}
	bpf_verdicts(&b);
	return b.len;
}
