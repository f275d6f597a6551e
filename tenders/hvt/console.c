/* SPDX-License-Identifier: ISC */
/*
 * console.c: descriptor 1 is whatever the operator gave: a file, a terminal, a
 * pipe.  That it is slow must not cost output, and that nobody reads it must
 * not stop the guest.
 */
#include <config.h>

#include "console.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#include "host/wait.h"

/*
 * A console that takes nothing is tried again, at this distance, and for as
 * long as this without any progress.  Nanoseconds.
 */
#define PAUSE		1000000u
#define PATIENCE	5000000000u

/* Patience ran out.  Until the console takes something, nobody waits for it. */
static bool stalled;

static uint64_t
monotonic(void)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* Whether to go on.  *since is when it first took nothing, 0 before that. */
static bool
wait_for_reader(uint64_t *since)
{
	const uint64_t now = monotonic();

	if (stalled)
		return false;
	if (*since == 0)
		*since = now;
	if (now - *since >= PATIENCE) {
		stalled = true;
		return false;
	}
	wait_pause(PAUSE);
	return true;
}

void
console_write(const void *buf, size_t size)
{
	const char *p = buf;
	uint64_t since = 0;
	ssize_t n;

	while (size > 0) {
		n = write(STDOUT_FILENO, p, size);
		if (n > 0) {
			p += n;
			size -= (size_t)n;
			stalled = false;
			since = 0;
		} else if (n == -1 && errno == EAGAIN) {
			if (!wait_for_reader(&since))
				return;
		} else if (n == 0 || errno != EINTR) {
			return;
		}
	}
}
