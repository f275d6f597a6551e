/* SPDX-License-Identifier: ISC */
/*
 * bench.h: what is measured, for whom, and what came out.
 */
#ifndef SOLO5_BENCH_BENCH_H
#define SOLO5_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Most rounds. */
#define ROUNDS_MAX	101

/* Who does the work: entries of struct bench.who. */
enum who {
	WHO_FLOOR,		/* a plain process */
	WHO_OURS,		/* our tender, our guest */
	WHO_PEER,		/* another Solo5's tender, our guest */
	WHO_PEER_ALL,		/* its tender, guest built by its toolchain */
	WHO_COUNT
};

/* The device that an operation needs. */
enum device {
	DEVICE_NONE,
	DEVICE_DISK,
	DEVICE_NET,
	DEVICE_COUNT
};

/* How a row is measured. */
enum method {
	METHOD_OP,		/* the operation says how long one takes */
	METHOD_START_CPU,	/* from start to exit: CPU time */
	METHOD_START_WALL,	/* and wall time */
	METHOD_START_EXITS,	/* and exits of the guest to its tender */
	METHOD_START_CALLS,	/* and system calls */
	METHOD_EXITS,		/* exits that an operation takes */
	METHOD_CALLS,		/* and system calls */
	METHOD_LATE,		/* how late a sleep of 1 ms ends */
	METHOD_SLEEP_CPU,	/* what one costs in CPU time */
	METHOD_ECHO,		/* frames there and back */
	METHOD_PSS		/* proportional share of memory, asleep */
};

/* A row of the table. */
struct row {
	const char *title;
	const char *op;
	unsigned int size;	/* argument of the operation, or starts */
	enum device device;
	enum method method;
	double at_most;		/* the target; 0 is none */
	bool absolute;		/* of the value, not of the ratio */
	double scale;		/* to the unit that is shown */
	const char *unit;
};

/* Somebody who does the work. */
struct contestant {
	const char *name;
	const char *tender;	/* NULL: the floor */
	const char *guests;	/* directory of its guests */
	unsigned int unit;	/* bytes of block I/O in one call, 0: any */
	bool present;
};

struct stats {
	size_t n;		/* how many values; if 0, there is nothing */
	double median, p10, p90;
};

/* A table of them. */
struct target {
	const char *name;
	bool machine;		/* run by solo5-virtio-run */
	unsigned int time_max;	/* seconds; no round begins later */
	const char *empty;	/* program that is the floor of a start */
	const char *floor;	/* what the floor is, in words */
	const struct row *rows;
	size_t nrows;
};

struct bench {
	struct contestant who[WHO_COUNT];
	const struct target *target;
	const char *floor;	/* program */
	const char *disk;	/* a file */
	const char *hypervisor;	/* of machines */
	const char *no_net;	/* why there is no network, or NULL */
	unsigned int rounds;
	int cpu;		/* that everything runs on, or -1 */
};

/* That of a name, or NULL. */
const struct target *target_find(const char *name);

/* Whether the user wants this row of it. */
bool row_wanted(const struct target *target, size_t row);

/*
 * Measures a row for somebody, once.  Returns nanoseconds, or bytes, or NAN if
 * it cannot be done.
 */
double row_measure(const struct bench *bench, const struct row *row,
    const struct contestant *who);

/* The values of all rounds, NAN for those that failed. */
struct results {
	double value[WHO_COUNT][ROUNDS_MAX];
};

/* Prints the table, and writes the same as JSON. */
void report_table(FILE *out, const struct bench *bench,
    const struct results *results);
void report_json(FILE *out, const struct bench *bench,
    const struct results *results);

#endif /* SOLO5_BENCH_BENCH_H */
