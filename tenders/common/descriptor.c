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
#include <unistd.h>

#include "message.h"

void
stdio_open(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 && descriptor_useless() == -1)
			die("cannot replace closed descriptor %d", fd);
}

static int
compare_int(const void *a, const void *b)
{
	const int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

void
descriptors_close(int *keep, size_t n)
{
	unsigned int next = 0;
	size_t i;

	qsort(keep, n, sizeof(keep[0]), compare_int);
	for (i = 0; i < n; i++) {
		if ((unsigned int)keep[i] > next)
			descriptors_close_between(next,
			    (unsigned int)keep[i] - 1);
		next = (unsigned int)keep[i] + 1;
	}
	descriptors_close_between(next, UINT32_MAX);
}
