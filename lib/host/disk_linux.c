/* SPDX-License-Identifier: ISC */
/*
 * disk_linux.c: disks are block devices, whose size is where their end is.
 */
#include <config.h>

#include "disk.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

int
disk_device_size(int fd, const struct stat *sb, uint64_t *size)
{
	off_t end;

	if (!S_ISBLK(sb->st_mode))
		return -ENOTBLK;
	end = lseek(fd, 0, SEEK_END);
	if (end == -1)
		return -errno;
	*size = (uint64_t)end;
	return 0;
}
