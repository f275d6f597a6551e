/* SPDX-License-Identifier: ISC */
/*
 * helper.c: what the programs that help the tests share.
 */
#include <config.h>

#include "helper.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Noreturn void
die(const char *what)
{
	(void)fprintf(stderr, "test helper: %s: %s\n", what, strerror(errno));
	exit(HELPER_FAILED);
}

_Noreturn void
diex(const char *what)
{
	(void)fprintf(stderr, "test helper: %s\n", what);
	exit(HELPER_FAILED);
}

unsigned long
number(const char *word, unsigned long max)
{
	unsigned long n;
	char *end;

	errno = 0;
	n = strtoul(word, &end, 0);
	if (errno != 0 || end == word || *end != '\0' || n > max)
		diex(word);
	return n;
}

_Noreturn void
end_like(int status)
{
	const struct rlimit no_core = { 0, 0 };

	if (WIFEXITED(status))
		exit(WEXITSTATUS(status));
	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)fflush(stdout);
	(void)signal(WTERMSIG(status), SIG_DFL);
	(void)raise(WTERMSIG(status));
	diex("a signal did not end this");
}

pid_t
start(char **argv)
{
	pid_t pid;

	(void)fflush(stdout);
	pid = fork();
	if (pid == -1)
		die("fork");
	if (pid != 0)
		return pid;
	execvp(argv[0], argv);
	die(argv[0]);
}

int
wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			die("waitpid");
	return status;
}
