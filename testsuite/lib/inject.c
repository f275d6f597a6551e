/* SPDX-License-Identifier: ISC */
/*
 * inject.c: s5inject [thread] NR [ARG ...] -- COMMAND [ARG ...]
 *
 * Makes a program do what somebody would who had taken it over: starts the
 * command, waits until it has written something to its standard output, and
 * then makes it make system call NR, and ends it.  Prints "returned N", or
 * says by ending in the same way how that ended the command.  With "thread"
 * another thread of the program than its first makes the call.
 *
 * An argument is a number; "buf", 512 bytes of zeroes; or text that begins
 * with a slash, such as the name of a file.
 */
#include <config.h>

#include "helper.h"

#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cpu.h"

#define ARGUMENTS	6
#define PATIENCE	20000	/* milliseconds */

/* Below the stack pointer, and what the C library's code may have there. */
#define BUF_OFFSET	1024u
#define TEXT_OFFSET	2048u
#define TEXT_MAX	512u

static pid_t
start_with_pipe(char **argv, int *output)
{
	int fd[2];
	pid_t pid;

	if (pipe(fd) == -1)
		die("pipe");
	pid = fork();
	if (pid == -1)
		die("fork");
	if (pid == 0) {
		if (dup2(fd[1], STDOUT_FILENO) == -1)
			die("dup2");
		(void)close(fd[0]);
		(void)close(fd[1]);
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)execvp(argv[0], argv);
		die(argv[0]);
	}
	(void)close(fd[1]);
	*output = fd[0];
	return pid;
}

static void
await_output(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char byte;

	if (poll(&p, 1, PATIENCE) != 1 || read(fd, &byte, 1) != 1)
		diex("the command has printed nothing");
}

/* Waits for a thread, which need not be a process. */
static int
wait_for_thread(pid_t tid)
{
	int status;

	while (waitpid(tid, &status, __WALL) == -1)
		if (errno != EINTR)
			die("waitpid");
	return status;
}

/* KVM makes one in each process that uses it, which runs no program. */
static bool
is_of_kvm(const char *task, const char *tid)
{
	char name[512], comm[32] = "";
	FILE *f;

	(void)snprintf(name, sizeof(name), "%s/%s/comm", task, tid);
	f = fopen(name, "r");
	if (f == NULL || fgets(comm, sizeof(comm), f) == NULL)
		die(name);
	(void)fclose(f);
	return strncmp(comm, "kvm-", 4) == 0;
}

/* One that a process has beside its first. */
static pid_t
other_thread(pid_t pid)
{
	const struct dirent *entry;
	char name[64];
	pid_t tid = 0;
	DIR *dir;

	(void)snprintf(name, sizeof(name), "/proc/%ld/task", (long)pid);
	dir = opendir(name);
	if (dir == NULL)
		die(name);
	while (tid == 0 && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.' && atol(entry->d_name) != pid &&
		    !is_of_kvm(name, entry->d_name))
			tid = (pid_t)atol(entry->d_name);
	(void)closedir(dir);
	if (tid == 0)
		diex("the command has one thread");
	return tid;
}

/* Whether it has nothing to do: then it is as it is to stay. */
static bool
sleeps(pid_t tid)
{
	char name[64], state = 'R';
	FILE *f;

	(void)snprintf(name, sizeof(name), "/proc/%ld/stat", (long)tid);
	f = fopen(name, "r");
	if (f == NULL || fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		die(name);
	(void)fclose(f);
	return state == 'S';
}

static void
await_sleep(pid_t tid)
{
	int tries;

	for (tries = 0; tries < PATIENCE / 10 && !sleeps(tid); tries++)
		(void)usleep(10000);
}

/* Waits until the child stops, which it must not end before. */
static void
await_stop(pid_t pid)
{
	if (!WIFSTOPPED(wait_for_thread(pid)))
		diex("the command has ended too early");
}

static void
get_regs(pid_t pid, struct user_regs_struct *regs)
{
	struct iovec iov = { .iov_base = regs, .iov_len = sizeof(*regs) };

	if (ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &iov) == -1)
		die("ptrace");
}

static void
put_bytes(pid_t pid, unsigned long addr, const void *buf, size_t len)
{
	struct iovec here = { .iov_base = (void *)(uintptr_t)buf,
	    .iov_len = len };
	/* An address there is no pointer here. */
	struct iovec there = { .iov_base = (void *)addr, .iov_len = len };

	if (process_vm_writev(pid, &here, 1, &there, 1, 0) != (ssize_t)len)
		die("process_vm_writev");
}

static bool
is_call(pid_t pid, unsigned long pc)
{
	static const unsigned char insn[CPU_CALL_SIZE] = CPU_CALL_INSN;
	unsigned char there[CPU_CALL_SIZE];
	struct iovec to = { .iov_base = there, .iov_len = sizeof(there) };
	struct iovec from = { .iov_base = (void *)pc,
	    .iov_len = sizeof(there) };

	return process_vm_readv(pid, &to, 1, &from, 1, 0) ==
	    (ssize_t)sizeof(there) && memcmp(there, insn, sizeof(insn)) == 0;
}

/*
 * Stops it in a system call, in which it is most of the time, and returns
 * where that was made: before where it is, or where it is if the kernel would
 * make it again.
 */
static unsigned long
stop_in_call(pid_t pid, struct user_regs_struct *regs)
{
	unsigned long pc;
	int tries;

	if (ptrace(PTRACE_SEIZE, pid, NULL, PTRACE_O_EXITKILL) == -1)
		die("ptrace");
	for (tries = 0; tries < PATIENCE / 10; tries++) {
		if (ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) == -1)
			die("ptrace");
		await_stop(pid);
		get_regs(pid, regs);
		pc = cpu_pc(regs);
		if (is_call(pid, pc - CPU_CALL_SIZE))
			return pc - CPU_CALL_SIZE;
		if (is_call(pid, pc))
			return pc;
		if (ptrace(PTRACE_CONT, pid, NULL, 0) == -1)
			die("ptrace");
		(void)usleep(10000);
	}
	diex("the command makes no system calls");
}

static unsigned long
argument(pid_t pid, const struct user_regs_struct *regs, const char *word)
{
	static const char zeroes[512];
	const unsigned long sp = cpu_stack_pointer(regs);

	if (strcmp(word, "buf") == 0) {
		put_bytes(pid, sp - BUF_OFFSET, zeroes, sizeof(zeroes));
		return sp - BUF_OFFSET;
	}
	if (word[0] == '/') {
		if (strlen(word) >= TEXT_MAX)
			diex("too long");
		put_bytes(pid, sp - TEXT_OFFSET, word, strlen(word) + 1);
		return sp - TEXT_OFFSET;
	}
	return number(word, ULONG_MAX);
}

static void
make_call(pid_t pid, struct user_regs_struct *regs, unsigned long pc,
    char **word)
{
	unsigned long arg[ARGUMENTS] = { 0 };
	struct iovec iov = { .iov_base = regs, .iov_len = sizeof(*regs) };
	size_t i;
	int status;

	for (i = 0; word[1 + i] != NULL; i++) {
		if (i == ARGUMENTS)
			diex("too many arguments");
		arg[i] = argument(pid, regs, word[1 + i]);
	}
	cpu_set_call(regs, pc, number(word[0], ULONG_MAX), arg);
	if (ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &iov) == -1 ||
	    ptrace(PTRACE_SINGLESTEP, pid, NULL, 0) == -1)
		die("ptrace");
	status = wait_for_thread(pid);
	if (!WIFSTOPPED(status))
		end_like(status);
	get_regs(pid, regs);
	printf("returned %ld\n", cpu_result(regs));
}

int
main(int argc, char **argv)
{
	struct user_regs_struct regs;
	bool thread;
	unsigned long pc;
	int i, fd;
	pid_t pid, tid;

	thread = argc > 1 && strcmp(argv[1], "thread") == 0;
	argv += thread;
	argc -= thread;
	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		continue;
	if (i < 2 || i + 1 >= argc)
		diex("usage: s5inject [thread] NR [ARG ...] -- COMMAND ...");
	argv[i] = NULL;
	pid = start_with_pipe(argv + i + 1, &fd);
	await_output(fd);
	tid = thread ? other_thread(pid) : pid;
	await_sleep(tid);
	pc = stop_in_call(tid, &regs);
	make_call(tid, &regs, pc, argv + 1);
	/* A thread that is traced has to be waited for first. */
	(void)kill(pid, SIGKILL);
	(void)wait_for_thread(tid);
	if (thread)
		(void)wait_for(pid);
	return 0;
}
