/* SPDX-License-Identifier: ISC */
/*
 * probe.c: s5probe WHAT
 *	    s5probe denied NR
 *
 * The first says by exit status 0 that this board has something, and by 1
 * that it has not:
 *
 *	compat		the system calls of 32-bit programs, or another entry
 *			that not every CPU has
 *	exec-only	memory that is executable without being readable
 *	filter		seccomp filters, and they kill
 *	landlock	Landlock
 *	low-memory	memory at 0x10000
 *
 * The second makes system call NR, with zeroes for arguments, under a filter
 * that kills at every call but exit_group, and exits with 42 if it comes back:
 * there are kernels with calls that filters do not see.
 */
#include <config.h>

#include "helper.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "cpu.h"

#ifndef SECCOMP_RET_KILL_PROCESS
#define SECCOMP_RET_KILL_PROCESS	0x80000000u
#endif

/* Younger than some systems' headers, and the same on every CPU. */
#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset	444
#endif

#define CAME_BACK	42

/* Runs a function in a child; returns how that ended. */
static int
in_child(int (*function)(void))
{
	const struct rlimit no_core = { 0, 0 };
	pid_t pid;

	pid = fork();
	if (pid == -1)
		die("fork");
	if (pid == 0) {
		(void)setrlimit(RLIMIT_CORE, &no_core);
		_exit(function());
	}
	return wait_for(pid);
}

static int
killed_by_filter(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = {
		.len = sizeof(code) / sizeof(code[0]),
		.filter = code
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == -1)
		return 1;
	(void)getppid();
	return 1;
}

static int
has_filter(void)
{
	int status = in_child(killed_by_filter);

	return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

/* LANDLOCK_CREATE_RULESET_VERSION */
static int
has_landlock(void)
{
	return syscall(__NR_landlock_create_ruleset, NULL, 0, 1) > 0;
}

static int
has_low_memory(void)
{
	void *const at = (void *)(uintptr_t)0x10000;

	return mmap(at, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS |
	    MAP_FIXED, -1, 0) == at;
}

static int
call_compat(void)
{
	return cpu_compat_getpid() == getpid() ? 0 : 1;
}

static int
has_compat(void)
{
	return in_child(call_compat) == 0;
}

static int
read_execute_only(void)
{
	volatile const char *p;

	/* A sanitizer's handler would make an exit of it. */
	(void)signal(SIGSEGV, SIG_DFL);
	p = mmap(NULL, 4096, PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? 0 : *p;
}

static int
has_exec_only(void)
{
	return WIFSIGNALED(in_child(read_execute_only));
}

static _Noreturn void
try_denied(long nr)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_exit_group, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = {
		.len = sizeof(code) / sizeof(code[0]),
		.filter = code
	};

	/* As no sanitizer leaves it. */
	(void)signal(SIGILL, SIG_DFL);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == -1)
		die("seccomp");
	(void)syscall(nr, 0, 0, 0, 0, 0, 0);
	/* And not by _exit(), in which one does other things first. */
	for (;;)
		(void)syscall(__NR_exit_group, CAME_BACK);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*has)(void);
	} table[] = {
		{ "compat", has_compat },
		{ "exec-only", has_exec_only },
		{ "filter", has_filter },
		{ "landlock", has_landlock },
		{ "low-memory", has_low_memory },
	};

	if (argc == 3 && strcmp(argv[1], "denied") == 0)
		try_denied((long)number(argv[2], 65535));
	if (argc != 2)
		diex("usage: s5probe WHAT [NR]");
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(argv[1], table[i].name) == 0)
			return table[i].has() ? 0 : 1;
	diex(argv[1]);
}
