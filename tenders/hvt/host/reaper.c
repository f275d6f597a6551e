/* SPDX-License-Identifier: ISC */
/*
 * reaper.c: a second process, and what keeps it from being anybody's business.
 *
 * It has nothing but a socket, and a descriptor that its work needs.  It is in
 * a session of its own and takes no signal, so that what is sent to the
 * tender's group ends the tender; a child of init, so that the tender has no
 * child to wait for; and without the tender's descriptors, so that whoever
 * reads its output sees the end of it.
 */
#include <config.h>

#include "reaper.h"

#include <sys/types.h>

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/descriptor.h"
#include "common/status.h"
#include "compiler.h"

#define START	"cannot start the process that ends the virtual machine"

/* What the reaper says first; its texts are where the tender has them. */
struct report {
	const char *what;	/* NULL: it is ready */
	long error;
};

NORETURN static void
fail(int fd, const char *what)
{
	const struct report report = { what, errno };

	_exit(write(fd, &report, sizeof(report)) == -1 ? STATUS_FAILURE :
	    STATUS_OK);
}

/* A byte means at once, and wants an answer; the end of the socket does not. */
NORETURN static void
serve(const struct reaper *reaper, int fd)
{
	const struct report ready = { NULL, 0 };
	ssize_t n;
	char byte;

	if (write(fd, &ready, sizeof(ready)) != sizeof(ready))
		_exit(STATUS_FAILURE);
	do
		n = read(fd, &byte, sizeof(byte));
	while (n == -1 && errno == EINTR);
	reaper->reap();
	if (n == 1 && write(fd, &byte, sizeof(byte)) == -1)
		_exit(STATUS_FAILURE);
	_exit(STATUS_OK);
}

NORETURN static void
live(const struct reaper *reaper, int fd)
{
	int keep[] = { fd, reaper->keep };
	const char *what = NULL;

	descriptors_close(keep, reaper->keep == -1 ? 1 : 2);
	(void)setsid();
	(void)chdir("/");
	if (reaper->confine != NULL)
		what = reaper->confine();
	if (what != NULL)
		fail(fd, what);
	serve(reaper, fd);
}

/* By way of a child that ends at once. */
NORETURN static void
beget(const struct reaper *reaper, int fd)
{
	const pid_t pid = fork();

	if (pid == 0)
		live(reaper, fd);
	if (pid == -1)
		fail(fd, START);
	_exit(STATUS_OK);
}

/* Returns 0, or a negative errno and what failed; perhaps that it is gone. */
static int
await(pid_t child, int fd, const char **what)
{
	struct report report;
	ssize_t n;

	while (waitpid(child, NULL, 0) == -1 && errno == EINTR)
		continue;	/* nobody may be to wait for children */
	do
		n = read(fd, &report, sizeof(report));
	while (n == -1 && errno == EINTR);
	if (n != sizeof(report))
		return -ECHILD;
	if (report.what == NULL)
		return 0;
	*what = report.what;
	return -(int)report.error;
}

/* The reaper never unblocks what it has blocked when it is begotten. */
static int
start(const struct reaper *reaper, const int fd[2], const char **what)
{
	sigset_t all, before;
	pid_t child;
	int error;

	(void)sigfillset(&all);
	(void)sigprocmask(SIG_SETMASK, &all, &before);
	child = fork();
	error = errno;
	if (child == 0)
		beget(reaper, fd[1]);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	(void)close(fd[1]);
	return child == -1 ? -error : await(child, fd[0], what);
}

int
reaper_start(const struct reaper *reaper, const char **what)
{
	int fd[2];
	int r;

	*what = START;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == -1)
		return -errno;
	r = start(reaper, fd, what);
	if (r < 0)
		(void)close(fd[0]);
	return r < 0 ? r : fd[0];
}
