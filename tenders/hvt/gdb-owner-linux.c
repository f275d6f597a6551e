/* SPDX-License-Identifier: ISC */
/*
 * gdb-owner-linux.c: the thread that calls this is the one that is told.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "gdb-link.h"

int
gdb_own(int fd)
{
	struct f_owner_ex owner = {
		.type = F_OWNER_TID, .pid = (pid_t)syscall(SYS_gettid)
	};

	return fcntl(fd, F_SETOWN_EX, &owner) == -1 ? -errno : 0;
}
