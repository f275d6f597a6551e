/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm-reaper.c: the ends of machines whose process could not end them, as
 * it was killed.
 *
 * A second process, which has waited for that, finds the machine by name and
 * creator.  It needs no word from the tender, and so there is no moment in
 * which the machine is there and the reaper does not know it.  It asks the
 * kernel about other processes' machines, which takes the promise "proc", and
 * so it can do more than the tender; but nothing from the guest ever gets to
 * it.
 *
 * Where that was killed as well, as by a pkill(1) of this program's name, the
 * next tender ends what is left.
 */
#include <config.h>

#include "obsdvmm.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "reaper.h"

#define NAME_PREFIX	"solo5-"
#define PROMISES	"stdio vmm proc"

/* How often the reaper looks, and nanoseconds in between. */
#define LOOKS		3
#define PAUSE		20000000

static struct {
	int fd;			/* of vmm(4) */
	pid_t creator;
	char name[VMM_MAX_NAME_LEN];
} own;

/* What the names of all machines begin with that a process makes. */
static int
name_begin(char *name, size_t size, pid_t creator)
{
	return snprintf(name, size, NAME_PREFIX "%ld-", (long)creator);
}

/* A number of a process may come again, but not at the same time. */
static void
name_own(void)
{
	struct timespec now = { 0 };
	int len;

	own.creator = getpid();
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	len = name_begin(own.name, sizeof(own.name), own.creator);
	(void)snprintf(own.name + len, sizeof(own.name) - (size_t)len,
	    "%llx.%lx", (unsigned long long)now.tv_sec,
	    (unsigned long)now.tv_nsec);
}

const char *
obsd_machine_name(void)
{
	return own.name;
}

int
obsd_machine_end(int fd, uint32_t id)
{
	struct vm_terminate_params params = { .vtp_vm_id = id };

	return ioctl(fd, VMM_IOC_TERM, &params) == -1 ? -errno : 0;
}

/*
 * All machines, which the caller frees; or NULL.  The first of the requests
 * only says how much room they take, and so does each when there are more
 * since then.
 */
static struct vm_info_result *
list(int fd, size_t *n)
{
	struct vm_info_params params = { 0 };
	size_t room;

	do {
		room = params.vip_size;
		free(params.vip_info);
		params.vip_info = room > 0 ? malloc(room) : NULL;
		if ((room > 0 && params.vip_info == NULL) ||
		    ioctl(fd, VMM_IOC_INFO, &params) == -1) {
			free(params.vip_info);
			return NULL;
		}
	} while (params.vip_size > room);
	*n = params.vip_info_ct;
	return params.vip_info;
}

/* Ends those for which it holds; returns whether there were any. */
static bool
end_all(int fd, bool (*which)(const struct vm_info_result *))
{
	struct vm_info_result *all;
	size_t i, n = 0;
	bool any = false;

	all = list(fd, &n);
	for (i = 0; all != NULL && i < n; i++) {
		if (!which(&all[i]))
			continue;
		(void)obsd_machine_end(fd, all[i].vir_id);
		any = true;
	}
	free(all);
	return any;
}

static bool
is_left(const struct vm_info_result *info)
{
	char begin[VMM_MAX_NAME_LEN];
	const int len = name_begin(begin, sizeof(begin),
	    info->vir_creator_pid);

	return strncmp(info->vir_name, begin, (size_t)len) == 0 &&
	    kill(info->vir_creator_pid, 0) == -1 && errno == ESRCH;
}

void
obsd_end_left(int fd)
{
	(void)end_all(fd, is_left);
}

static bool
is_own(const struct vm_info_result *info)
{
	return info->vir_creator_pid == own.creator &&
	    strncmp(info->vir_name, own.name, sizeof(own.name)) == 0;
}

/*
 * Mostly there is nothing, as the tender has ended it.  Where somebody else's
 * machine is made at this moment, the kernel's answer may lack another one.
 */
static void
reap(void)
{
	const struct timespec pause = { 0, PAUSE };
	int i;

	for (i = 0; i < LOOKS && !end_all(own.fd, is_own); i++)
		(void)nanosleep(&pause, NULL);
}

static const char *
confine_reaper(void)
{
	const char *what = obsd_drop_root();

	if (what == NULL && pledge(PROMISES, NULL) == -1)
		what = "cannot promise to do no more than \"" PROMISES "\"";
	return what;
}

int
obsd_reaper_start(int fd, const char **what)
{
	const struct reaper reaper = {
		.confine = confine_reaper, .reap = reap, .keep = fd,
	};

	own.fd = fd;
	name_own();
	return reaper_start(&reaper, what);
}
