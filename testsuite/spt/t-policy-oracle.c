/* SPDX-License-Identifier: ISC */
/*
 * t-policy-oracle.c: the tender's filters against libseccomp's for the same
 * guests, on the same calls in the same simulator.
 *
 * It knows nothing of the range of a disk's transfer.  So where the range is
 * within the disk both must agree, and where it is not only one thing can be
 * said: what libseccomp's filter kills, ours kills.
 */
#include <config.h>

#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "allowed.h"
#include "cases.h"
#include "check.h"
#include "filter.h"
#include "machine.h"
#include "oracle.h"
#include "sample.h"
#include "sim.h"

#define SEED		0x6f7261636c65ull
#define RANDOM_CASES	400000ul

/* A run of one sample's cases. */
struct run {
	struct cases cases;	/* first: visit() is given its address */
	struct filter filter;
	struct sock_filter *oracle;
	size_t same;
	size_t stricter;	/* ours, for the range */
};

static bool
is_within(const struct policy_params *params, const struct seccomp_data *d)
{
	const struct mft_entry *disk;

	if (d->nr != SYS_pread64 && d->nr != SYS_pwrite64)
		return true;
	disk = allowed_disk(params, d->args[0]);
	return disk == NULL || allowed_range(disk->u.block_basic.capacity,
	    d->args[3], d->args[2]);
}

static void
visit(struct cases *c, const struct seccomp_data *d)
{
	struct run *r = (struct run *)c;
	uint32_t ours, theirs;

	ours = sim_run(r->filter.insn, d, NULL);
	theirs = sim_run(r->oracle, d, NULL);
	if (ours == theirs) {
		r->same++;
		return;
	}
	if (ours == SECCOMP_RET_KILL_PROCESS &&
	    theirs == SECCOMP_RET_ALLOW && !is_within(&c->sample->params, d)) {
		r->stricter++;
		return;
	}
	CHECK_CASE(ours == theirs, "%s: nr %d arch %#x (%#llx, %#llx, %#llx, "
	    "%#llx, %#llx, %#llx): verdict %#x, libseccomp's %#x",
	    c->sample->name, d->nr, d->arch, d->args[0], d->args[1],
	    d->args[2], d->args[3], d->args[4], d->args[5], ours, theirs);
}

static void
visit_all(struct run *r, uint64_t seed)
{
	const struct mft *mft = r->cases.sample->params.mft;
	const struct mft_entry *disk = NULL;
	uint32_t i;

	for (i = 1; i < mft->entries; i++)
		if (mft->e[i].type == MFT_DEV_BLOCK_BASIC)
			disk = &mft->e[i];
	cases_numbers(&r->cases);
	cases_arguments(&r->cases);
	cases_devices(&r->cases);
	/* One is enough, of what the other filter does not look at. */
	if (disk != NULL)
		cases_ranges(&r->cases, disk);
	cases_random(&r->cases, seed, RANDOM_CASES / sample_kinds_size);
	CHECK_CASE((r->stricter > 0) == (disk != NULL), "%s",
	    r->cases.sample->name);
	CHECK(r->same > r->stricter);
}

static void
run_sample(const struct sample_kind *kind, uint64_t seed)
{
	static struct run r;
	static struct sample sample;
	const char *why;
	size_t len;

	sample_make(&sample, kind);
	memset(&r, 0, sizeof(r));
	r.cases.sample = &sample;
	r.cases.visit = visit;
	r.oracle = oracle_filter(&sample.params, &len);
	why = sim_check(r.oracle, len);
	if (CHECK_CASE(why == NULL, "%s: libseccomp's: %s", kind->name,
	    why == NULL ? "" : why) &&
	    filter_compile(&r.filter, &sample.params, kind->name))
		visit_all(&r, seed);
	free(r.oracle);
	check_passed(r.same + r.stricter);
	printf("%-24s %5zu instructions, libseccomp %5zu, %8zu calls the "
	    "same, %8zu stricter\n", kind->name, r.filter.len, len, r.same,
	    r.stricter);
}

/*
 * The names in the table are those of their numbers.  All but one exist on
 * the other CPUs as well, for which the table is as good.
 */
static void
check_names(void)
{
	const struct policy_rule *rule;

	for (rule = policy_table; rule < policy_table + policy_table_size;
	    rule++) {
		CHECK_CASE(oracle_number(rule->name) == rule->nr, "%s: %d",
		    rule->name, oracle_number(rule->name));
		if (strcmp(rule->name, MACHINE_ONLY) == 0)
			continue;
		CHECK_CASE(oracle_exists(rule->name, "aarch64"), "%s",
		    rule->name);
		CHECK_CASE(oracle_exists(rule->name, "ppc64le"), "%s",
		    rule->name);
		CHECK_CASE(oracle_exists(rule->name, "x86_64"), "%s",
		    rule->name);
	}
	CHECK(oracle_number(MACHINE_ONLY) == MACHINE_ONLY_NR);
	CHECK(!oracle_exists("no_such_call", "aarch64"));
	CHECK(oracle_number("no_such_call") < 0);
}

int
main(void)
{
	size_t i;

	oracle_require();
	check_names();
	for (i = 0; i < sample_kinds_size; i++)
		run_sample(&sample_kinds[i], SEED + i);
	return check_status();
}
