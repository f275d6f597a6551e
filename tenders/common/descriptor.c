/* SPDX-License-Identifier: ISC */
/*
 * descriptor.c: which descriptors there are before and after the tender has
 * opened its own.
 */
#include <config.h>

#include "descriptor.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/attempt.h"
#include "message.h"

/*
 * There is not always a /dev/null; the root directory can neither be read nor
 * written this way.
 */
void
stdio_open(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 &&
		    open("/", O_PATH | O_CLOEXEC) == -1)
			die("cannot replace closed descriptor %d", fd);
}

static int
compare_int(const void *a, const void *b)
{
	const int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

/*
 * For kernels before 5.9, and sandboxes that do not know the call.  The soft
 * limit may have been lowered below descriptors that were open by then.
 */
static void
close_one_by_one(unsigned int first, unsigned int last)
{
	struct rlimit limit;
	unsigned int fd;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max <= last)
		last = (unsigned int)limit.rlim_max;
	for (fd = first; fd <= last; fd++)
		(void)close((int)fd);
}

static void
close_between(unsigned int first, unsigned int last)
{
	if (first <= last &&
	    attempt(SYS_close_range, first, last, 0, 0, 0) < 0)
		close_one_by_one(first, last);
}

void
descriptors_close(int *keep, size_t n)
{
	unsigned int next = 0;
	size_t i;

	qsort(keep, n, sizeof(keep[0]), compare_int);
	for (i = 0; i < n; i++) {
		if ((unsigned int)keep[i] > next)
			close_between(next, (unsigned int)keep[i] - 1);
		next = (unsigned int)keep[i] + 1;
	}
	close_between(next, UINT32_MAX);
}
