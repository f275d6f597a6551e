/* SPDX-License-Identifier: ISC */
/*
 * gdb-owner-bsd.c: the process is told, in which the other thread blocks all
 * signals.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "gdb-link.h"

int
gdb_own(int fd)
{
	return fcntl(fd, F_SETOWN, getpid()) == -1 ? -errno : 0;
}
