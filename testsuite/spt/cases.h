/* SPDX-License-Identifier: ISC */
/*
 * cases.h: system calls that a guest may try.
 */
#ifndef SOLO5_TESTSUITE_SPT_CASES_H
#define SOLO5_TESTSUITE_SPT_CASES_H

#include <stdint.h>

struct mft_entry;
struct sample;
struct seccomp_data;

/* Whoever wants to see each case. */
struct cases {
	const struct sample *sample;
	void (*visit)(struct cases *, const struct seccomp_data *);
};

/* All numbers, of both sets and below zero, with a few arguments. */
void cases_numbers(struct cases *c);

/*
 * All calls that a guest has, with each descriptor there is and others, each
 * argument in turn beyond 32 bits, and the same as from other machines.
 */
void cases_arguments(struct cases *c);

/* The calls that each device has, and some that it has not, and the others. */
void cases_devices(struct cases *c);

/* Ranges of a disk: all edges by all edges. */
void cases_ranges(struct cases *c, const struct mft_entry *disk);

/* As many as wanted, chosen at random but not blindly; seed 0 will not do. */
void cases_random(struct cases *c, uint64_t seed, unsigned long count);

#endif /* SOLO5_TESTSUITE_SPT_CASES_H */
