/* SPDX-License-Identifier: ISC */
/*
 * console.c: the console is descriptor 1.
 *
 * It is whatever the operator gave: a file, a terminal, a pipe.  That it is
 * slow must not cost output, and that nobody reads it must not stop the
 * unikernel.
 */
#include "spt.h"

#include "linux.h"

#define STDOUT	1

/*
 * A console that takes nothing is tried again, at this distance, and for as
 * long as this without any progress.  Nanoseconds.
 */
#define PAUSE		1000000u
#define PATIENCE	5000000000u

/* Patience ran out.  Until the console takes something, nobody waits for it. */
static bool stalled;

/* Whether to go on.  *since is when it first took nothing, 0 before that. */
static bool
wait_for_reader(solo5_time_t *since)
{
	solo5_time_t now;

	if (stalled)
		return false;
	now = solo5_clock_monotonic();
	if (*since == 0)
		*since = now;
	if (now - *since >= PATIENCE) {
		stalled = true;
		return false;
	}
	solo5_yield(now + PAUSE, NULL);
	return true;
}

void
platform_console_write(const char *buf, size_t size)
{
	solo5_time_t since = 0;

	while (size > 0) {
		long n = sys_write(STDOUT, buf, size);

		if (n > 0) {
			buf += n;
			size -= (size_t)n;
			stalled = false;
			since = 0;
		} else if (n == -EAGAIN) {
			if (!wait_for_reader(&since))
				return;
		} else if (n != -EINTR) {
			return;
		}
	}
}

void
solo5_console_write(const char *buf, size_t size)
{
	platform_console_write(buf, size);
}
