/* SPDX-License-Identifier: ISC */
/*
 * files.c: files for tests.
 */
#include <config.h>

#include "files.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"

static char dir[] = "spt.XXXXXX";
static int parent;		/* of the directory */
static pid_t owner;

/* Not in children that exit. */
static void
clean(void)
{
	const struct dirent *e;
	DIR *d;

	if (getpid() != owner || fchdir(parent) == -1)
		return;
	d = opendir(dir);
	if (d == NULL)
		return;
	while ((e = readdir(d)) != NULL)
		if (unlinkat(dirfd(d), e->d_name, 0) == -1)
			(void)unlinkat(dirfd(d), e->d_name, AT_REMOVEDIR);
	(void)closedir(d);
	(void)rmdir(dir);
}

void
files_begin(void)
{
	owner = getpid();
	parent = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (parent == -1 || mkdtemp(dir) == NULL || chdir(dir) == -1 ||
	    atexit(clean) != 0)
		check_broken("directory for files");
}

void
files_make(const char *name, uint64_t size)
{
	int fd;

	fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1 || ftruncate(fd, (off_t)size) == -1 || close(fd) == -1)
		check_broken(name);
}

int
files_next_fd(void)
{
	int fd;

	fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 || close(fd) == -1)
		check_broken("/");
	return fd;
}
