/* SPDX-License-Identifier: ISC */
/*
 * bhyve-reaper.c: where a machine outlives the process that made it, and only
 * a name destroys it, a second process waits for the end of the first, which
 * may be SIGKILL, and destroys the machine.
 *
 * It is started before there is a machine.  It has nothing but a socket, and
 * is nobody's business: in a session of its own, so that no signal to the
 * tender's group is one to it; a child of init, so that the tender has no
 * child to wait for; and with none of the tender's descriptors, so that whoever
 * reads its output sees the end of it.
 */
#include <config.h>

#include "bhyve.h"

#include <sys/types.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/descriptor.h"
#include "common/status.h"
#include "compiler.h"

/* Milliseconds that the tender waits for the machine to be destroyed. */
#define PATIENCE	2000

static void
ignore_signals(void)
{
	static const int ignored[] = { SIGHUP, SIGINT, SIGPIPE, SIGTERM };
	size_t i;

	for (i = 0; i < NELEM(ignored); i++)
		(void)signal(ignored[i], SIG_IGN);
}

/* A byte means at once, and wants an answer; the end of the socket does not. */
NORETURN static void
reap(int fd, const char *name)
{
	ssize_t n;
	char byte;

	descriptors_close(&fd, 1);
	(void)setsid();
	(void)chdir("/");
	ignore_signals();
	do
		n = read(fd, &byte, sizeof(byte));
	while (n == -1 && errno == EINTR);
	(void)sysctlbyname("hw.vmm.destroy", NULL, NULL, name, strlen(name));
	if (n == 1 && write(fd, &byte, sizeof(byte)) == -1)
		_exit(STATUS_FAILURE);
	_exit(STATUS_OK);
}

/* By way of a child that ends at once.  Returns 0 or a negative errno. */
static int
start(const int fd[2], const char *name)
{
	const pid_t child = fork();
	int status = 0;

	if (child == -1)
		return -errno;
	if (child == 0) {
		const pid_t reaper = fork();

		if (reaper == 0)
			reap(fd[1], name);
		_exit(reaper == -1 ? STATUS_FAILURE : STATUS_OK);
	}
	while (waitpid(child, &status, 0) == -1)
		if (errno != EINTR)
			return 0;	/* nobody is to wait for children */
	return status == 0 ? 0 : -EAGAIN;
}

int
bhyve_reaper_start(const char *name)
{
	int fd[2];
	int r;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == -1)
		return -errno;
	r = start(fd, name);
	(void)close(fd[1]);
	if (r < 0)
		(void)close(fd[0]);
	return r < 0 ? r : fd[0];
}

/*
 * Not for ever: a thread may be in the guest, and the kernel wait for it.
 * Then the machine goes when the process has.
 */
void
bhyve_reaper_call(int fd)
{
	struct pollfd answer = { .fd = fd, .events = POLLIN };
	char byte = 1;

	if (write(fd, &byte, sizeof(byte)) == 1)
		(void)poll(&answer, 1, PATIENCE);
}
