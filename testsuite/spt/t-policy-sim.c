/* SPDX-License-Identifier: ISC */
/*
 * t-policy-sim.c: the filters of many kinds of guests, run in a simulator on
 * millions of calls, against plain C that says what a guest may do.
 *
 *	t-policy-sim [SEED]
 *
 * SEED is a number other than 0, from which the random calls are made.
 */
#include <config.h>

#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allowed.h"
#include "cases.h"
#include "check.h"
#include "filter.h"
#include "sample.h"
#include "sim.h"

#define SEED		0x536f6c6f35ull
#define RANDOM_CASES	2000000ul

/* A run of one sample's cases. */
struct run {
	struct cases cases;	/* first: visit() is given its address */
	struct filter filter;
	uint8_t trace[POLICY_INSNS_MAX];
	size_t allowed;
	size_t killed;
};

static void
visit(struct cases *c, const struct seccomp_data *d)
{
	struct run *r = (struct run *)c;
	uint32_t got, want;

	want = allowed(&c->sample->params, d) ? SECCOMP_RET_ALLOW :
	    SECCOMP_RET_KILL_PROCESS;
	got = sim_run(r->filter.insn, d, r->trace);
	*(want == SECCOMP_RET_ALLOW ? &r->allowed : &r->killed) += 1;
	if (got == want)
		return;
	CHECK_CASE(got == want, "%s: nr %d arch %#x (%#llx, %#llx, %#llx, "
	    "%#llx, %#llx, %#llx): verdict %#x", c->sample->name, d->nr,
	    d->arch, d->args[0], d->args[1], d->args[2], d->args[3],
	    d->args[4], d->args[5], got);
}

static void
visit_disks(struct run *r)
{
	const struct mft *mft = r->cases.sample->params.mft;
	uint32_t i;

	for (i = 1; i < mft->entries; i++)
		if (mft->e[i].type == MFT_DEV_BLOCK_BASIC)
			cases_ranges(&r->cases, &mft->e[i]);
}

/*
 * Up to 4 GiB, the high half of an offset that is not above the capacity's is
 * not below it either.
 */
static bool
has_dead_branches(const struct sample *s)
{
	const struct mft_entry *e;
	uint32_t i;

	for (i = 1; i < s->params.mft->entries; i++) {
		e = &s->params.mft->e[i];
		if (e->type == MFT_DEV_BLOCK_BASIC &&
		    e->u.block_basic.capacity <= UINT32_MAX)
			return true;
	}
	return false;
}

/*
 * The cases were good for something only if they went everywhere.  Verdicts
 * are shared, and come in pairs: at the end there may be one for nobody.
 */
static void
check_trace(const struct run *r)
{
	const char *name = r->cases.sample->name;
	const bool dead = has_dead_branches(r->cases.sample);
	bool reachable[POLICY_INSNS_MAX];
	uint8_t want;
	size_t i;

	sim_reachable(r->filter.insn, r->filter.len, reachable);
	for (i = 0; i < r->filter.len; i++) {
		want = SIM_REACHED;
		if (!reachable[i] &&
		    CHECK(r->filter.insn[i].code == (BPF_RET | BPF_K)))
			continue;
		if (BPF_CLASS(r->filter.insn[i].code) == BPF_JMP &&
		    BPF_OP(r->filter.insn[i].code) != BPF_JA && !dead)
			want |= SIM_TRUE | SIM_FALSE;
		CHECK_CASE((r->trace[i] & want) == want, "%s: instruction %zu",
		    name, i);
	}
	CHECK_CASE(r->allowed > 0 && r->killed > r->allowed, "%s", name);
}

/*
 * Every number of disks with every number of nets, in both orders: what jumps
 * over more or less must not jump too far.
 */
static void
run_shapes(void)
{
	static struct run r;
	static struct sample sample;
	struct sample_kind kind = { .name = "shape", .capacity = 6ull << 30 };
	char devices[64];
	unsigned int first, second, order;

	memset(&r, 0, sizeof(r));
	r.cases.sample = &sample;
	r.cases.visit = visit;
	kind.devices = devices;
	for (first = 0; first <= 63; first++)
		for (second = 0; first + second <= 63; second++)
			for (order = 0; order < 2; order++) {
				memset(devices, "nb"[order], first);
				memset(devices + first, "bn"[order], second);
				kind.count = first + second;
				devices[kind.count] = '\0';
				sample_make(&sample, &kind);
				if (filter_compile(&r.filter, &sample.params,
				    devices))
					cases_devices(&r.cases);
			}
	check_passed(r.allowed + r.killed);
	printf("%-24s %5zu instructions, %8zu calls allowed, %9zu killed\n",
	    "every shape up to 63", r.filter.len, r.allowed, r.killed);
}

static void
run_sample(const struct sample_kind *kind, uint64_t seed)
{
	static struct run r;
	static struct sample sample;

	sample_make(&sample, kind);
	memset(&r, 0, sizeof(r));
	r.cases.sample = &sample;
	r.cases.visit = visit;
	if (!filter_compile(&r.filter, &sample.params, kind->name))
		return;
	cases_numbers(&r.cases);
	cases_arguments(&r.cases);
	visit_disks(&r);
	cases_random(&r.cases, seed, RANDOM_CASES / sample_kinds_size);
	check_trace(&r);
	check_passed(r.allowed + r.killed);
	printf("%-24s %5zu instructions, %8zu calls allowed, %9zu killed\n",
	    kind->name, r.filter.len, r.allowed, r.killed);
}

int
main(int argc, char **argv)
{
	uint64_t seed = SEED;
	size_t i;

	if (argc > 1)
		seed = strtoull(argv[1], NULL, 0);
	printf("seed %llu\n", (unsigned long long)seed);
	for (i = 0; i < sample_kinds_size; i++)
		run_sample(&sample_kinds[i], seed + i);
	run_shapes();
	return check_status();
}
