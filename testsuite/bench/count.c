/* SPDX-License-Identifier: ISC */
/*
 * count.c: how many system calls a program makes, by ptrace(2).
 *
 * A guest runs while its tender is in one of these, so that their number is
 * that of the exits that the tender sees.  Those that the kernel handles
 * itself are not among them.
 */
#include <config.h>

#include "count.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"

/* The request that runs a guest; the same on every CPU that there is. */
#define RUN_REQUEST	0xae80u

/* The longest that a run is allowed, in seconds. */
#define RUN_MAX		20

#define OPTIONS	(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL |		\
    PTRACE_O_TRACECLONE)

static void
child_main(const struct command *command)
{
	const int null = open("/dev/null", O_RDWR);

	(void)dup2(null, STDIN_FILENO);
	(void)dup2(null, STDOUT_FILENO);
	(void)dup2(null, STDERR_FILENO);
	(void)alarm(RUN_MAX);
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0)
		(void)execv(command->word[0],
		    (char *const *)(uintptr_t)command->word);
	_exit(127);
}

static void
call_count(pid_t tid, struct counts *counts)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof(info), &info) <= 0 ||
	    info.op != PTRACE_SYSCALL_INFO_ENTRY)
		return;
	counts->calls++;
	if (info.entry.nr == SYS_ioctl && info.entry.args[1] == RUN_REQUEST)
		counts->exits++;
}

/* What a thread has stopped for; returns the signal that it is to be given. */
static int
stopped(pid_t tid, int status, struct counts *counts)
{
	const int sig = WSTOPSIG(status);

	if (sig == (SIGTRAP | 0x80)) {
		call_count(tid, counts);
		return 0;
	}
	/* An event, or the beginning of a thread. */
	if (status >> 16 != 0 || sig == SIGSTOP || sig == SIGTRAP)
		return 0;
	return sig;
}

int
count_run(const struct command *command, struct counts *counts)
{
	int status, sig = 0;
	pid_t pid, tid;

	*counts = (struct counts){ 0 };
	pid = fork();
	if (pid == -1)
		return -1;
	if (pid == 0)
		child_main(command);
	/* It stops behind exec. */
	if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL, OPTIONS) == -1)
		return -1;
	tid = pid;
	for (;;) {
		(void)ptrace(PTRACE_SYSCALL, tid, NULL, sig);
		tid = waitpid(-1, &status, __WALL);
		if (tid == -1)
			return -1;
		if (tid == pid && !WIFSTOPPED(status))
			break;
		sig = WIFSTOPPED(status) ? stopped(tid, status, counts) : 0;
	}
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}
