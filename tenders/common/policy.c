/* SPDX-License-Identifier: ISC */
/*
 * policy.c: a filter of system calls from a table of them.
 */
#include <config.h>

#include "policy.h"

#include "bpf.h"

static void
compile(struct bpf *b, const struct policy_params *params,
    const struct policy_rule *table, size_t n)
{
	size_t i, rule;

	for (i = 0; i < n; i++) {
		rule = bpf_rule_begin(b, table[i].nr);
		table[i].test(b, params);
		bpf_rule_end(b, rule);
	}
}

size_t
policy_compile(uint32_t arch, const struct policy_list *first,
    const struct policy_params *params, struct sock_filter *insn, size_t max)
{
	struct bpf b = { .insn = insn, .max = max };

	bpf_begin(&b, arch);
	if (first != NULL)
		compile(&b, params, first->rule, first->n);
	compile(&b, params, policy_table, policy_table_size);
	compile(&b, params, policy_runtime, policy_runtime_size);
	bpf_verdicts(&b);
	return b.len;
}
