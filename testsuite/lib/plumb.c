/* SPDX-License-Identifier: ISC */
/*
 * plumb.c: s5plumb HOW COMMAND [ARG ...]
 *
 * Runs a command whose descriptors are connected, or whose signals are
 * blocked, in a way that a shell does not offer, and ends as the command does.
 *
 *	no-reader	standard output is a pipe that nobody reads
 *	slow		standard output is a non-blocking pipe, read slowly
 *	full		standard output is a non-blocking pipe that is full
 *			for good
 *	stalled		standard error is a pipe that is full for good; SIGTERM
 *			is passed on
 *	many		descriptors 3 to 20 are open, on a file and a socket
 *	append		0, 1 and 2 are one pipe, open for appending only
 *	blocked		SIGINT and SIGTERM are blocked
 */
#include <config.h>

#include "helper.h"

#include <sys/socket.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int pipe_fd[2];

static void
move(int fd, int to)
{
	if (dup2(fd, to) == -1)
		die("dup2");
}

static void
make_pipe(int flags)
{
	if (pipe2(pipe_fd, O_CLOEXEC) == -1)
		die("pipe2");
	if (fcntl(pipe_fd[1], F_SETFL, flags) == -1)
		die("fcntl");
}

static void
fill_pipe(void)
{
	static const char nothing[4096];

	while (write(pipe_fd[1], nothing, sizeof(nothing)) > 0)
		;
	if (errno != EAGAIN)
		die("write");
}

/* Copies what the command writes, and gives it time to fill the pipe. */
static void
copy_slowly(void)
{
	const struct timespec first = { 0, 300000000 }, then = { 0, 1000000 };
	char buf[2500];
	ssize_t n;

	(void)nanosleep(&first, NULL);
	while ((n = read(pipe_fd[0], buf, sizeof(buf))) > 0) {
		if (write(STDOUT_FILENO, buf, (size_t)n) != n)
			die("write");
		(void)nanosleep(&then, NULL);
	}
}

static _Noreturn void
with_pipe(char **argv, int flags, int full)
{
	int saved, status;
	pid_t pid;

	make_pipe(flags);
	if (full)
		fill_pipe();
	saved = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	move(pipe_fd[1], STDOUT_FILENO);
	pid = start(argv);
	move(saved, STDOUT_FILENO);
	(void)close(pipe_fd[1]);
	if (!full)
		copy_slowly();
	status = wait_for(pid);
	end_like(status);
}

static pid_t command;

static void
pass_on(int sig)
{
	(void)kill(command, sig);
}

static _Noreturn void
stalled(char **argv)
{
	int saved;

	make_pipe(O_NONBLOCK);
	fill_pipe();
	if (fcntl(pipe_fd[1], F_SETFL, 0) == -1)
		die("fcntl");
	saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	move(pipe_fd[1], STDERR_FILENO);
	command = start(argv);
	move(saved, STDERR_FILENO);
	(void)signal(SIGTERM, pass_on);
	end_like(wait_for(command));
}

static _Noreturn void
no_reader(char **argv)
{
	make_pipe(0);
	move(pipe_fd[1], STDOUT_FILENO);
	(void)close(pipe_fd[0]);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)execvp(argv[0], argv);
	die(argv[0]);
}

static _Noreturn void
many(char **argv)
{
	int file, pair[2];

	/* Whoever started us may have left some open. */
	for (int fd = 3; fd <= 20; fd++)
		(void)close(fd);
	file = open("/etc/passwd", O_RDONLY);
	if (file == -1)
		die("/etc/passwd");
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == -1)
		die("socketpair");
	for (int fd = 3; fd <= 20; fd++)
		if (fcntl(fd, F_GETFD) == -1)
			move(fd % 2 == 0 ? file : pair[0], fd);
	(void)execvp(argv[0], argv);
	die(argv[0]);
}

/* The way in which one orchestrator starts tenders. */
static _Noreturn void
append(char **argv)
{
	char path[32];
	int fd, saved, status;
	pid_t pid;

	make_pipe(0);
	saved = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", pipe_fd[1]);
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (fd == -1)
		die(path);
	for (int to = 0; to <= 2; to++)
		move(fd, to);
	pid = start(argv);
	for (int to = 0; to <= 2; to++)
		move(saved, to);
	(void)close(fd);
	(void)close(pipe_fd[1]);
	copy_slowly();
	status = wait_for(pid);
	end_like(status);
}

static _Noreturn void
blocked(char **argv)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &set, NULL) == -1)
		die("sigprocmask");
	(void)execvp(argv[0], argv);
	die(argv[0]);
}

int
main(int argc, char **argv)
{
	if (argc < 3)
		diex("usage: s5plumb HOW COMMAND [ARG ...]");
	if (strcmp(argv[1], "no-reader") == 0)
		no_reader(argv + 2);
	else if (strcmp(argv[1], "slow") == 0)
		with_pipe(argv + 2, O_NONBLOCK, 0);
	else if (strcmp(argv[1], "full") == 0)
		with_pipe(argv + 2, O_NONBLOCK, 1);
	else if (strcmp(argv[1], "stalled") == 0)
		stalled(argv + 2);
	else if (strcmp(argv[1], "many") == 0)
		many(argv + 2);
	else if (strcmp(argv[1], "append") == 0)
		append(argv + 2);
	else if (strcmp(argv[1], "blocked") == 0)
		blocked(argv + 2);
	diex(argv[1]);
}
