/* SPDX-License-Identifier: ISC */
/*
 * policy-sanitizer.c: what the runtime library of sanitizers does besides, in
 * a build that is for tests only.  Before a call that does not come back it
 * asks where signals have their stack.
 */
#include <config.h>

#include <stdint.h>
#include <sys/syscall.h>

#include "common/bpf.h"
#include "compiler.h"
#include "policy.h"

/* It may ask, and not set one. */
static void
test_ask(struct bpf *b, const struct policy_params *p)
{
	(void)p;
	bpf_load_word(b, 0);
	bpf_allow_only(b, 0);
}

static const struct policy_rule rules[] = {
	{ "sigaltstack", SYS_sigaltstack, test_ask,
	    "ss is NULL", "look for the stack of signals" },
};

const struct policy_rule *const policy_runtime = rules;
const size_t policy_runtime_size = NELEM(rules);
