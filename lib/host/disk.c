/* SPDX-License-Identifier: ISC */
/*
 * disk.c: a file that is a disk, or a disk that is a file.
 */
#include <config.h>

#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int
disk_size(int fd, uint64_t *size)
{
	struct stat sb;

	if (fstat(fd, &sb) == -1)
		return -errno;
	if (!S_ISREG(sb.st_mode))
		return disk_device_size(fd, &sb, size);
	*size = (uint64_t)sb.st_size;
	return 0;
}

int
disk_open(const char *path, uint64_t *size)
{
	int fd, r;

	/* Without O_NONBLOCK a FIFO would wait here for its other end. */
	fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd == -1)
		return -errno;
	r = disk_size(fd, size);
	if (r < 0) {
		(void)close(fd);
		return r;
	}
	return fd;
}
