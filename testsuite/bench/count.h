/* SPDX-License-Identifier: ISC */
/*
 * count.h: how many system calls a program makes.
 */
#ifndef SOLO5_BENCH_COUNT_H
#define SOLO5_BENCH_COUNT_H

#include <stdint.h>

struct command;

struct counts {
	uint64_t calls;		/* of all threads */
	uint64_t exits;		/* of these, the calls that run a guest */
};

/*
 * Runs a program to its end, its output thrown away.  Returns 0 if its exit
 * status was 0, else -1.
 */
int count_run(const struct command *command, struct counts *counts);

#endif /* SOLO5_BENCH_COUNT_H */
