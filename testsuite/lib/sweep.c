/* SPDX-License-Identifier: ISC */
/*
 * sweep.c: s5sweep FIRST LAST COMMAND [ARG ...]
 *
 * Runs a command once for each number from FIRST to LAST, with every
 * argument "%" replaced by the number, and prints for each run of numbers for
 * which it ended in the same way one line: "FIRST-LAST exit N" or "FIRST-LAST
 * signal N".  Output of the commands is discarded, and one that does not end
 * within 5 seconds is "timeout".
 */
#include <config.h>

#include "helper.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JOBS	2
#define NUMBERS	65536
#define TIMEOUT	5

static int result[NUMBERS];
static struct job {
	pid_t pid;
	unsigned long nr;
} jobs[JOBS];

static _Noreturn void
run(char **argv, unsigned long nr)
{
	const struct rlimit no_core = { 0, 0 };
	char word[24];
	int fd;

	(void)snprintf(word, sizeof(word), "%lu", nr);
	for (char **p = argv; *p != NULL; p++)
		if (strcmp(*p, "%") == 0)
			*p = word;
	fd = open("/dev/null", O_RDWR);
	if (fd == -1)
		die("/dev/null");
	for (int to = 0; to <= 2; to++)
		(void)dup2(fd, to);
	if (fd > 2)
		(void)close(fd);
	(void)setrlimit(RLIMIT_CORE, &no_core);
	/* Survives the exec, and ends what hangs. */
	(void)alarm(TIMEOUT);
	execvp(argv[0], argv);
	_exit(HELPER_FAILED);
}

static void
start_job(struct job *job, char **argv, unsigned long nr)
{
	job->nr = nr;
	job->pid = fork();
	if (job->pid == -1)
		die("fork");
	if (job->pid == 0)
		run(argv, nr);
}

static void
finish_job(void)
{
	int status;
	pid_t pid;

	do
		pid = waitpid(-1, &status, 0);
	while (pid == -1 && errno == EINTR);
	for (size_t i = 0; i < JOBS; i++)
		if (jobs[i].pid == pid) {
			result[jobs[i].nr] = status;
			jobs[i].pid = 0;
			return;
		}
	diex("a child that is not ours");
}

static void
print_range(unsigned long first, unsigned long last, int status)
{
	(void)printf("%lu-%lu ", first, last);
	if (WIFEXITED(status))
		(void)printf("exit %d\n", WEXITSTATUS(status));
	else if (WTERMSIG(status) == SIGALRM)
		(void)printf("timeout\n");
	else
		(void)printf("signal %d\n", WTERMSIG(status));
}

int
main(int argc, char **argv)
{
	unsigned long first, last, from;
	size_t running = 0, i;

	if (argc < 4)
		diex("usage: s5sweep FIRST LAST COMMAND [ARG ...]");
	first = number(argv[1], NUMBERS - 1);
	last = number(argv[2], NUMBERS - 1);
	for (unsigned long nr = first; nr <= last; nr++) {
		if (running == JOBS) {
			finish_job();
			running--;
		}
		for (i = 0; jobs[i].pid != 0; i++)
			;
		start_job(&jobs[i], argv + 3, nr);
		running++;
	}
	while (running-- > 0)
		finish_job();
	from = first;
	for (unsigned long nr = first; nr <= last; nr++)
		if (nr == last || result[nr] != result[nr + 1]) {
			print_range(from, nr, result[nr]);
			from = nr + 1;
		}
	return 0;
}
