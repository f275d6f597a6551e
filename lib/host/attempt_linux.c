/* SPDX-License-Identifier: ISC */
/*
 * attempt_linux.c: SECCOMP_RET_TRAP, see seccomp(2).
 *
 * After the signal the call is not made again, and its result is whatever was
 * in that register: the handler need not know one register from another, as
 * its having run is enough of an answer.
 */
#include <config.h>

#include "attempt.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t refused, ended;

static void
handler(int sig)
{
	(void)sig;
	if (ended)
		_exit(EXIT_FAILURE);
	refused = 1;
}

void
attempt_begin(void)
{
	struct sigaction action = { .sa_handler = handler };

	(void)sigaction(SIGSYS, &action, NULL);
}

void
attempt_end(void)
{
	ended = 1;
}

long
attempt(long nr, long a, long b, long c, long d, long e)
{
	long r;

	refused = 0;
	r = syscall(nr, a, b, c, d, e);
	if (refused)
		return -ENOSYS;
	return r == -1 ? -errno : r;
}

bool
attempt_refused(void)
{
	return refused != 0;
}
