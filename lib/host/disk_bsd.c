/* SPDX-License-Identifier: ISC */
/*
 * disk_bsd.c: disks are character devices on FreeBSD, and on OpenBSD there is
 * one of each kind.  A character device that has no end is no disk: a
 * terminal cannot be sought in, and /dev/null ends where it begins.
 */
#include <config.h>

#include "disk.h"

#include <sys/types.h>

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

int
disk_device_size(int fd, const struct stat *sb, uint64_t *size)
{
	off_t end;

	if (!S_ISBLK(sb->st_mode) && !S_ISCHR(sb->st_mode))
		return -ENOTBLK;
	end = lseek(fd, 0, SEEK_END);
	if (end <= 0)
		return -ENOTBLK;
	*size = (uint64_t)end;
	return 0;
}
