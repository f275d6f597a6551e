/* SPDX-License-Identifier: ISC */
/*
 * t-attempt.c: calls that a sandbox around the program does not permit, and
 * waiting and making threads in spite of it.
 */
#include <config.h>

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "common/bpf.h"
#include "compiler.h"
#include "host/attempt.h"
#include "host/thread.h"
#include "host/wait.h"

#define PIPE_NUMBER	5
#define NSECS		20000000u

static struct child child;

/* From now on these two calls are answered with something else. */
static void
sandbox(int nr1, int nr2, uint32_t answer)
{
	struct sock_filter insn[8];
	struct bpf b = { .insn = insn, .max = 8 };
	struct sock_fprog prog = { .filter = insn };

	bpf_load_nr(&b);
	bpf_jump(&b, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)nr1, 2, 0);
	bpf_jump(&b, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)nr2, 1, 0);
	bpf_stmt(&b, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	bpf_stmt(&b, BPF_RET | BPF_K, answer);
	prog.len = (unsigned short)b.len;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == -1)
		exit(CHECK_HARD);
}

static uint64_t
now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static void
check_waiting(bool with_timer)
{
	struct wait w;
	uint64_t ready = 1, start;
	int fd[2];

	CHECK(wait_create(&w) == 0);
	CHECK((w.timer != -1) == with_timer);
	start = now();
	CHECK(wait_for(&w, NSECS, &ready) == 0 && ready == 0);
	CHECK(now() - start >= NSECS);
	start = now();
	CHECK(wait_for(&w, 0, &ready) == 0 && ready == 0);
	CHECK(pipe(fd) == 0 && wait_add(&w, fd[0], PIPE_NUMBER) == 0);
	CHECK(wait_for(&w, 1, &ready) == 0 && ready == 0);
	CHECK(write(fd[1], "x", 1) == 1);
	CHECK(wait_for(&w, UINT64_MAX, &ready) == 1 &&
	    ready == 1u << PIPE_NUMBER);
	CHECK(wait_for(&w, 0, &ready) == 1 && ready == 1u << PIPE_NUMBER);
	/* An old deadline does not end a later wait. */
	CHECK(read(fd[0], &ready, 1) == 1);
	CHECK(wait_for(&w, 1, &ready) == 0);
	start = now();
	CHECK(wait_for(&w, NSECS, &ready) == 0 && ready == 0);
	CHECK(now() - start >= NSECS);
}

static void
inside(void *arg)
{
	(void)arg;
	attempt_begin();
	sandbox(SYS_epoll_pwait2, SYS_capset, SECCOMP_RET_TRAP);
	CHECK(attempt(SYS_capset, 0, 0, 0, 0, 0) == -ENOSYS);
	CHECK(attempt_refused());
	CHECK(attempt(SYS_getpid, 0, 0, 0, 0, 0) == getpid());
	CHECK(attempt(SYS_close, -1, 0, 0, 0, 0) == -EBADF);
	CHECK(!attempt_refused());
	check_waiting(true);
	exit(check_status());
}

static void
after_the_end(void *arg)
{
	(void)arg;
	attempt_begin();
	sandbox(SYS_capset, SYS_capset, SECCOMP_RET_TRAP);
	attempt_end();
	(void)syscall(SYS_capset, 0, 0);
	exit(43);
}

/* The C library makes threads by these, and would not survive a refusal. */
static const struct threads {
	int nr;
	uint32_t answer;
	bool possible;
} threads[] = {
	{ SYS_clone3, SECCOMP_RET_TRAP, false },
	{ SYS_clone3, SECCOMP_RET_ERRNO | EPERM, false },
	/* That is how one is asked to use clone. */
	{ SYS_clone3, SECCOMP_RET_ERRNO | ENOSYS, true },
	{ SYS_rt_sigprocmask, SECCOMP_RET_TRAP, false },
	{ SYS_getpid, SECCOMP_RET_TRAP, true },
};

static void *
greet(void *arg)
{
	if (write(*(const int *)arg, "x", 1) != 1)
		exit(CHECK_HARD);
	for (;;)
		(void)pause();
	return NULL;
}

static void
make_thread(void *arg)
{
	const struct threads *t = arg;
	int fd[2];
	char byte;

	attempt_begin();
	sandbox(t->nr, t->nr, t->answer);
	CHECK(thread_possible() == t->possible);
	if (t->possible)
		CHECK(pipe(fd) == 0 && thread_start(greet, &fd[1]) == 0 &&
		    read(fd[0], &byte, 1) == 1);
	exit(check_status());
}

int
main(void)
{
	size_t i;

	for (i = 0; i < NELEM(threads); i++) {
		struct threads t = threads[i];

		child_run(&child, make_thread, &t);
		CHECK_CASE(child.status == 0, "%zu: %d, signal %d: %s", i,
		    child.status, child.signal, child.out);
	}
	child_run(&child, inside, NULL);
	CHECK_CASE(child.status == 0, "%d: %s", child.status, child.out);
	child_run(&child, after_the_end, NULL);
	CHECK_CASE(child.status == 1, "%d", child.status);
	attempt_begin();
	check_waiting(attempt(SYS_epoll_pwait2, -1, 0, 0, 0, 0) == -ENOSYS);
	return check_status();
}
