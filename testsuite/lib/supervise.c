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
#include <spawn.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Starts the command, in a process group of its own, without a copy of us. */
static pid_t
launch(const char *out, const char *err, char **argv, const sigset_t *mask)
{
	const struct rlimit no_core = { 0, 0 };
	const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND;
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t defaults;
	pid_t pid;

	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)sigemptyset(&defaults);
	(void)sigaddset(&defaults, SIGHUP);
	errno = posix_spawnattr_init(&attr);
	if (errno != 0)
		die("posix_spawn");
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP |
	    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	(void)posix_spawnattr_setpgroup(&attr, 0);
	(void)posix_spawnattr_setsigmask(&attr, mask);
	(void)posix_spawnattr_setsigdefault(&attr, &defaults);
	errno = posix_spawn_file_actions_init(&files);
	if (errno != 0 ||
	    (errno = posix_spawn_file_actions_addopen(&files, STDIN_FILENO,
	    "/dev/null", O_RDONLY, 0)) != 0 ||
	    (errno = posix_spawn_file_actions_addopen(&files, STDOUT_FILENO,
	    out, flags, 0666)) != 0 ||
	    (errno = posix_spawn_file_actions_addopen(&files, STDERR_FILENO,
	    err, flags, 0666)) != 0)
		die("posix_spawn");
	errno = posix_spawnp(&pid, argv[0], &files, &attr, argv, environ);
	if (errno != 0)
		die(argv[0]);
	return pid;
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
	static const char digits[] = "0123456789abcdef";
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
	for (ssize_t i = 0; i < n; i++) {
		if (i % 32 == 0)
			(void)putchar('\n');
		(void)putchar(digits[text[i] >> 4]);
		(void)putchar(digits[text[i] & 15]);
	}
	(void)putchar('\n');
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
	pid = launch(out, err, argv, &mask);
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
