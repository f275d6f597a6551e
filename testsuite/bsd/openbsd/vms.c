/* SPDX-License-Identifier: ISC */
/*
 * vms.c: the kernel's list of virtual machines, in a file, which is how it
 * outlives the processes that have made them.  An entry is written by one
 * pwrite, also once there are no names of files any more.
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

static int list = -1;

void
vms_open(void)
{
	const char *name = getenv("MODEL_VMS");
	int fd;

	if (list != -1)
		return;
	fd = name != NULL ? open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666) :
	    memfd_create("vms", MFD_CLOEXEC);
	list = fd == -1 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, MODEL_FD_LEAST);
	if (list == -1)
		complain("no list of machines: %s", strerror(errno));
	(void)close(fd);
}

static off_t
place(int index)
{
	return (off_t)index * (off_t)sizeof(struct vms_entry);
}

static bool
get(int index, struct vms_entry *e)
{
	return pread(list, e, sizeof(*e), place(index)) == sizeof(*e);
}

static void
put(int index, const struct vms_entry *e)
{
	if (pwrite(list, e, sizeof(*e), place(index)) != sizeof(*e))
		complain("cannot write the list of machines");
}

/* Identifiers are never used again. */
int
vms_add(const char *name, uint64_t size, uint32_t *id)
{
	struct vms_entry e;
	int i;

	(void)flock(list, LOCK_EX);
	for (i = 0; i < VMS_MAX && get(i, &e); i++)
		continue;
	if (i < VMS_MAX) {
		memset(&e, 0, sizeof(e));
		e.id = *id = (uint32_t)i + 1;
		e.lives = 1;
		e.creator = getpid();
		e.size = size;
		strncpy(e.name, name, sizeof(e.name) - 1);
		put(i, &e);
	}
	(void)flock(list, LOCK_UN);
	return i < VMS_MAX ? i : -1;
}

int
vms_find(uint32_t id, struct vms_entry *e)
{
	int i;

	for (i = 0; i < VMS_MAX && get(i, e); i++)
		if (e->id == id && e->lives)
			return i;
	return -1;
}

size_t
vms_all(struct vms_entry *all)
{
	size_t n = 0;
	int i;

	for (i = 0; i < VMS_MAX && get(i, &all[n]); i++)
		if (all[n].lives)
			n++;
	return n;
}

void
vms_remove(int index)
{
	struct vms_entry e;

	if (!get(index, &e))
		return;
	e.lives = 0;
	put(index, &e);
}
