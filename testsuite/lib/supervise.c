/* SPDX-License-Identifier: ISC */
/*
 * supervise.c: running a command and saying exactly how it ended.
 */
#include <config.h>

#include "supervise.h"

#include "helper.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static void
redirect(const char *path, int flags, int to)
{
	int fd;

	fd = open(path, flags, 0666);
	if (fd == -1)
		die(path);
	if (fd != to) {
		if (dup2(fd, to) == -1)
			die("dup2");
		(void)close(fd);
	}
}

/* The command's side; it has a process group of its own. */
static _Noreturn void
run(const char *out, const char *err, char **argv, const sigset_t *mask)
{
	const struct rlimit no_core = { 0, 0 };

	(void)setpgid(0, 0);
	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)signal(SIGHUP, SIG_DFL);
	redirect("/dev/null", O_RDONLY, STDIN_FILENO);
	redirect(out, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, STDOUT_FILENO);
	redirect(err, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, STDERR_FILENO);
	(void)sigprocmask(SIG_SETMASK, mask, NULL);
	execvp(argv[0], argv);
	die(argv[0]);
}

/* Waits for pid until the time is over; returns whether it has ended. */
static int
wait_until(pid_t pid, time_t seconds, const sigset_t *chld, int *status)
{
	struct timespec now, end, left;
	pid_t r;

	(void)clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	for (;;) {
		while ((r = waitpid(-1, status, WNOHANG)) > 0)
			if (r == pid)
				return 1;
		(void)clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec >= end.tv_sec)
			return 0;
		left.tv_sec = end.tv_sec - now.tv_sec;
		left.tv_nsec = 0;
		(void)sigtimedwait(chld, NULL, &left);
	}
}

/* Prints the size of a stream, and its first 64 KiB in hexadecimal. */
static void
print_stream(const char *name, const char *path)
{
	static unsigned char text[65536];
	struct stat st;
	ssize_t n;
	int fd;

	fd = open(path, O_RDONLY);
	if (fd == -1 || fstat(fd, &st) == -1)
		die(path);
	n = read(fd, text, sizeof(text));
	if (n == -1)
		die(path);
	(void)close(fd);
	(void)printf("=%s %lld", name, (long long)st.st_size);
	for (ssize_t i = 0; i < n; i++)
		(void)printf("%s%02x", i % 32 == 0 ? "\n" : "", text[i]);
	(void)printf("\n");
}

void
supervise(unsigned long seconds, const char *out, const char *err, char **argv)
{
	sigset_t chld, mask;
	int ended, status;
	pid_t pid;

	(void)sigemptyset(&chld);
	(void)sigaddset(&chld, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &chld, &mask);
	/* Orphans of the command become ours, so that we see them end. */
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	pid = fork();
	if (pid == -1)
		die("fork");
	if (pid == 0)
		run(out, err, argv, &mask);
	(void)setpgid(pid, pid);
	ended = wait_until(pid, (time_t)seconds, &chld, &status);
	(void)kill(-pid, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
	if (!ended)
		(void)printf("=timeout\n");
	else if (WIFSIGNALED(status))
		(void)printf("=signal %d\n", WTERMSIG(status));
	else
		(void)printf("=exit %d\n", WEXITSTATUS(status));
	print_stream("out", out);
	print_stream("err", err);
	(void)printf("=end\n");
}
