/* SPDX-License-Identifier: ISC */
/*
 * child.h: code that may exit, hang, or be killed, in a process of its own.
 */
#ifndef SOLO5_TESTSUITE_CHECK_CHILD_H
#define SOLO5_TESTSUITE_CHECK_CHILD_H

#include <stdbool.h>
#include <stddef.h>

/* Seconds after which a child is ended by SIGALRM. */
#define CHILD_SECONDS	60

/* What is longer than this is broken, in these tests. */
#define CHILD_TEXT	16384

/* How a child ended, and what it left. */
struct child {
	bool returned;		/* from the function, normally */
	int status;		/* if it exited, else -1 */
	int signal;		/* if it was killed, else 0 */
	size_t out_len;
	size_t err_len;
	char out[CHILD_TEXT];	/* standard output, with a NUL behind it */
	char err[CHILD_TEXT];	/* standard error */
};

/* Runs a function in a child that leaves no core, and waits for it. */
void child_run(struct child *child, void (*run)(void *), void *arg);

/* Memory that child and parent share, full of zeroes. */
void *child_share(size_t size);

/*
 * Checks that the child exited with status 1 and printed nothing but messages:
 * lines that begin with the program's name, a colon and a blank.  One of
 * them, without that, is text, or begins with it if text ends with "*".
 */
bool child_failed(const struct child *child, const char *program,
    const char *text);

#endif /* SOLO5_TESTSUITE_CHECK_CHILD_H */
