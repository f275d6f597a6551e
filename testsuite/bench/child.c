/* SPDX-License-Identifier: ISC */
/*
 * child.c: running a program and taking what it costs.
 *
 * Programs are started by posix_spawn(), so that the size of this one does
 * not matter, and a run that hangs is ended.
 */
#include <config.h>

#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The longest that any run is allowed, in seconds. */
#define RUN_MAX	10

extern char **environ;

void
child_init(void)
{
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
}

double
seconds(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

/* What becomes of the standard descriptors; out is a pipe's end or -1. */
static int
actions_make(posix_spawn_file_actions_t *actions, int out)
{
	int r;

	r = posix_spawn_file_actions_init(actions);
	if (r != 0)
		return r;
	r = posix_spawn_file_actions_addopen(actions, STDIN_FILENO,
	    "/dev/null", O_RDONLY, 0);
	if (r == 0)
		r = posix_spawn_file_actions_addopen(actions, STDERR_FILENO,
		    "/dev/null", O_WRONLY, 0);
	if (r == 0 && out != -1)
		r = posix_spawn_file_actions_adddup2(actions, out,
		    STDOUT_FILENO);
	if (r == 0 && out == -1)
		r = posix_spawn_file_actions_addopen(actions, STDOUT_FILENO,
		    "/dev/null", O_WRONLY, 0);
	return r;
}

static int
spawn(struct child *child, const struct command *command, int out)
{
	posix_spawn_file_actions_t actions;
	char *argv[COMMAND_WORDS];
	int r;

	memcpy(argv, command->word, sizeof(argv));
	r = actions_make(&actions, out);
	child->start = seconds();
	if (r == 0)
		r = posix_spawn(&child->pid, argv[0], &actions, NULL, argv,
		    environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return r == 0 ? 0 : -1;
}

int
child_start(struct child *child, const struct command *command,
    bool with_output)
{
	int end[2] = { -1, -1 };
	int r;

	if (with_output && pipe2(end, O_CLOEXEC) == -1)
		return -1;
	r = spawn(child, command, end[1]);
	if (end[1] != -1)
		(void)close(end[1]);
	child->out = end[0];
	if (r == -1 && end[0] != -1)
		(void)close(end[0]);
	return r;
}

/* Reads a byte within the time that is left.  1, 0 at the end, or -1. */
static ssize_t
read_byte(const struct child *child, char *c)
{
	struct pollfd p = { .fd = child->out, .events = POLLIN };
	double left;

	left = child->start + RUN_MAX - seconds();
	if (left < 0 || poll(&p, 1, (int)(left * 1000)) != 1)
		return -1;
	return read(child->out, c, 1);
}

ssize_t
child_line(struct child *child, char *buf, size_t size)
{
	size_t len = 0;
	ssize_t n;
	char c;

	for (;;) {
		n = read_byte(child, &c);
		if (n == -1)
			return -1;
		if (n == 0 || c == '\n')
			break;
		if (len < size - 1)
			buf[len++] = c;
	}
	/* As a serial line may end it. */
	if (len > 0 && buf[len - 1] == '\r')
		len--;
	buf[len] = '\0';
	/* An empty line is not the end. */
	return n == 1 && len == 0 ? 1 : (ssize_t)len;
}

static int
reap(struct child *child, struct cost *cost)
{
	struct rusage ru;
	int status;

	while (wait4(child->pid, &status, 0, &ru) == -1)
		if (errno != EINTR)
			return -1;
	cost->wall = seconds() - child->start;
	cost->cpu = (double)(ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) +
	    (double)(ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) * 1e-6;
	if (child->out != -1)
		(void)close(child->out);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

/* A child that is left, or 0. */
static pid_t
child_next(void)
{
	FILE *f = fopen("/proc/thread-self/children", "r");
	int pid;

	if (f == NULL)
		return 0;
	if (fscanf(f, "%d", &pid) != 1)
		pid = 0;
	(void)fclose(f);
	return pid;
}

/* A script ends before the emulator that it has started, which is then ours. */
static void
orphans_kill(void)
{
	pid_t pid;

	while ((pid = child_next()) != 0) {
		(void)kill(pid, SIGKILL);
		if (waitpid(pid, NULL, 0) == -1)
			break;
	}
}

static void
end(struct child *child, struct cost *cost)
{
	(void)kill(child->pid, SIGKILL);
	(void)reap(child, cost);
	orphans_kill();
}

void
child_kill(struct child *child)
{
	struct cost cost;

	end(child, &cost);
}

int
child_wait(struct child *child, struct cost *cost)
{
	ssize_t n = 0;
	char c;

	if (child->out != -1)
		do
			n = read_byte(child, &c);
		while (n == 1);
	if (n == -1) {
		end(child, cost);
		return -1;
	}
	return reap(child, cost);
}
