/* SPDX-License-Identifier: ISC */
/*
 * descriptor-linux.c: many descriptors closed by one call, and one that is
 * good for nothing.
 */
#include <config.h>

#include "descriptor.h"

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

/* What getdents64(2) writes, with the next one behind reclen bytes. */
struct listed {
	uint64_t inode;
	int64_t offset;
	uint16_t reclen;
	uint8_t type;
	char name[];
};

/* Returns whether one of the n bytes' entries is the directory itself. */
static bool
close_some(int dir, const char *buf, size_t n, unsigned int first,
    unsigned int last)
{
	const struct listed *entry;
	bool itself = false;
	unsigned long fd;
	size_t i;

	for (i = 0; i < n; i += entry->reclen) {
		entry = (const struct listed *)(const void *)(buf + i);
		fd = strtoul(entry->name, NULL, 10);
		if (entry->name[0] == '.')
			continue;
		if (fd == (unsigned long)dir)
			itself = true;
		else if (fd >= first && fd <= last)
			(void)close((int)fd);
	}
	return itself;
}

/*
 * Those that are open, and returns whether these were all: there is not always
 * a /proc, nor is it what it should be if it does not list its own descriptor.
 * A sandbox may know neither call.
 */
static bool
close_open_ones(unsigned int first, unsigned int last)
{
	_Alignas(struct listed) char buf[4096];
	bool itself = false;
	long dir, n;

	dir = attempt(SYS_openat, AT_FDCWD, (long)(uintptr_t)"/proc/self/fd",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, 0);
	if (dir < 0)
		return false;
	while ((n = attempt(SYS_getdents64, dir, (long)(uintptr_t)buf,
	    sizeof(buf), 0, 0)) > 0)
		if (close_some((int)dir, buf, (size_t)n, first, last))
			itself = true;
	(void)close((int)dir);
	return itself && n == 0;
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
