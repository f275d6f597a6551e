/* SPDX-License-Identifier: ISC */
/*
 * descriptor-linux.c: many descriptors closed by one call, and one that is
 * good for nothing.
 */
#include <config.h>

#include "descriptor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/attempt.h"

/*
 * Where there is nothing else than to try numbers, one after the other, these
 * are so many: all that a process can have by the kernel's default, which is
 * that of the sysctl fs.nr_open.  Limits of containers have been 2^30, which
 * takes minutes.
 */
#define TRIED_MAX	(1u << 20)

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
 * Returns whether all were found.  A directory that does not list its own
 * descriptor is not what it should be.
 */
static bool
close_listed(DIR *dir, unsigned int first, unsigned int last)
{
	const struct dirent *entry;
	bool complete = false;
	unsigned long fd;

	for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0) {
		if (entry->d_name[0] == '.')
			continue;
		fd = strtoul(entry->d_name, NULL, 10);
		if (fd == (unsigned long)dirfd(dir))
			complete = true;
		else if (fd >= first && fd <= last)
			(void)close((int)fd);
	}
	return complete && errno == 0;
}

/* Those that are open; there is not always a /proc. */
static bool
close_open_ones(unsigned int first, unsigned int last)
{
	bool complete;
	DIR *dir;
	long fd;

	fd = attempt(SYS_openat, AT_FDCWD, (long)(uintptr_t)"/proc/self/fd",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, 0);
	if (fd < 0)
		return false;
	dir = fdopendir((int)fd);
	if (dir == NULL) {
		(void)close((int)fd);
		return false;
	}
	complete = close_listed(dir, first, last);
	(void)closedir(dir);
	return complete;
}

/* The soft limit may have been lowered below descriptors open by then. */
static void
close_one_by_one(unsigned int first, unsigned int last)
{
	struct rlimit limit;
	unsigned int end = TRIED_MAX, fd;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max < end)
		end = (unsigned int)limit.rlim_max;
	if (last < end)
		end = last + 1;
	for (fd = first; fd < end; fd++)
		(void)close((int)fd);
}

/* The others are for kernels before 5.9, and sandboxes without this call. */
void
descriptors_close_between(unsigned int first, unsigned int last)
{
	if (first <= last &&
	    attempt(SYS_close_range, first, last, 0, 0, 0) < 0 &&
	    !close_open_ones(first, last))
		close_one_by_one(first, last);
}
