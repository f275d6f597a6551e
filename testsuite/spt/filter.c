/* SPDX-License-Identifier: ISC */
/*
 * filter.c: the tender's filter for a sample.
 */
#include <config.h>

#include "filter.h"

#include <string.h>

#include "check.h"
#include "machine.h"
#include "sim.h"

/* A byte that no filter is made of alone. */
#define UNTOUCHED	0xa5

static bool
is_untouched(const void *p, size_t size)
{
	const unsigned char *c = p;

	while (size > 0 && c[size - 1] == UNTOUCHED)
		size--;
	return size == 0;
}

/* With room for fewer, it says as much and writes no more. */
static void
check_room(const struct filter *f, const struct policy_params *params,
    size_t max)
{
	static struct filter cut;

	memset(&cut, UNTOUCHED, sizeof(cut));
	CHECK_CASE(policy_compile(MACHINE_ARCH, NULL, params, cut.insn, max) ==
	    f->len, "%zu", max);
	CHECK_CASE(is_untouched(&cut.insn[max], sizeof(cut.insn) -
	    max * sizeof(cut.insn[0])), "%zu", max);
}

bool
filter_compile(struct filter *f, const struct policy_params *params,
    const char *name)
{
	const char *why;

	memset(f, UNTOUCHED, sizeof(*f));
	f->len = policy_compile(MACHINE_ARCH, NULL, params, f->insn,
	    POLICY_INSNS_MAX);
	if (!CHECK_CASE(f->len > 0 && f->len <= POLICY_INSNS_MAX,
	    "%s: %zu instructions", name, f->len))
		return false;
	CHECK_CASE(is_untouched(&f->insn[f->len], sizeof(f->insn) -
	    f->len * sizeof(f->insn[0])), "%s", name);
	CHECK(policy_compile(MACHINE_ARCH, NULL, params, NULL, 0) == f->len);
	check_room(f, params, 0);
	check_room(f, params, 1);
	check_room(f, params, f->len / 2);
	check_room(f, params, f->len - 1);
	check_room(f, params, f->len);
	why = sim_check(f->insn, f->len);
	return CHECK_CASE(why == NULL, "%s: %s", name,
	    why == NULL ? "" : why);
}
