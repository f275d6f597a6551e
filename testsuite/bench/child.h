/* SPDX-License-Identifier: ISC */
/*
 * child.h: running a program and taking what it costs.
 */
#ifndef SOLO5_BENCH_CHILD_H
#define SOLO5_BENCH_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Most words of a command, its NULL included. */
#define COMMAND_WORDS	12

struct command {
	const char *word[COMMAND_WORDS];
};

/* A program that runs. */
struct child {
	pid_t pid;
	int out;		/* its standard output, or -1 */
	double start;		/* when it was started, seconds */
};

/* What one run cost. */
struct cost {
	double cpu;		/* user and system time, seconds */
	double wall;		/* from start to exit, seconds */
};

/*
 * Programs that are left behind by those that started them become this
 * process's children from now on, so that child_kill() ends them.
 */
void child_init(void);

/* Seconds, of CLOCK_MONOTONIC. */
double seconds(void);

/*
 * Starts a program with nothing on standard input, nobody who listens to its
 * errors, and its output to be read by child_line() if wanted.  0, or -1.
 */
int child_start(struct child *child, const struct command *command,
    bool with_output);

/*
 * Reads a line of the output into buf, within a few seconds.  Returns its
 * length, without the newline; 0 is the end, -1 nothing in time.
 */
ssize_t child_line(struct child *child, char *buf, size_t size);

/*
 * Ends the program, and what it has started, if they have not ended, and frees
 * all of it.
 */
void child_kill(struct child *child);

/*
 * Waits for the end of the program, a few seconds at most if it has output,
 * and frees all of it.  Returns 0 if its exit status was 0, else -1.
 */
int child_wait(struct child *child, struct cost *cost);

#endif /* SOLO5_BENCH_CHILD_H */
