/* SPDX-License-Identifier: ISC */
/*
 * descriptor-linux.c: many descriptors closed by one call, and one that is
 * good for nothing.
 */
#include <config.h>

#include "descriptor.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/attempt.h"

/*
 * There is not always a /dev/null; the root directory can neither be read nor
 * written this way.
 */
int
descriptor_useless(void)
{
	return open("/", O_PATH | O_CLOEXEC);
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

void
descriptors_close_between(unsigned int first, unsigned int last)
{
	if (first <= last &&
	    attempt(SYS_close_range, first, last, 0, 0, 0) < 0)
		close_one_by_one(first, last);
}
