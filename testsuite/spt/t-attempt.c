/* SPDX-License-Identifier: ISC */
/*
 * t-attempt.c: system calls that a sandbox around the program may answer with
 * SIGSYS.  Here that is getpgid(2), which no sanitizer makes on its own.
 */
#include <config.h>

#include <errno.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "host/attempt.h"
#include "kernel.h"

static struct child child;

/* Calls that are permitted do what they do. */
static void
run_permitted(void *arg)
{
	char buf[8] = "";
	int fds[2];

	(void)arg;
	attempt_begin();
	if (pipe(fds) == -1)
		check_broken("pipe");
	CHECK(attempt(SYS_getpid, 0, 0, 0, 0, 0) == getpid());
	CHECK(attempt(SYS_write, fds[1], (long)"text", 4, 0, 0) == 4);
	CHECK(attempt(SYS_pread64, fds[0], (long)buf, 4, 0, 0) == -ESPIPE);
	CHECK(attempt(SYS_read, fds[0], (long)buf, 4, 0, 0) == 4);
	CHECK(memcmp(buf, "text", 4) == 0);
	CHECK(attempt(SYS_close, -1, 0, 0, 0, 0) == -EBADF);
	/* A call that no kernel has. */
	CHECK(attempt(100000, 0, 0, 0, 0, 0) == -ENOSYS);
	exit(check_status());
}

/* One that is refused fails, again and again, and disturbs no other. */
static void
run_refused(void *arg)
{
	int i;

	attempt_begin();
	kernel_refuse(SYS_getpgid, *(const uint32_t *)arg);
	for (i = 0; i < 3; i++) {
		CHECK(attempt(SYS_getpgid, 1, 2, 3, 4, 5) == -ENOSYS);
		CHECK(attempt(SYS_getpid, 0, 0, 0, 0, 0) == getpid());
		CHECK(attempt(SYS_close, -1, 0, 0, 0, 0) == -EBADF);
	}
	exit(check_status());
}

/* After all attempts, it is the program's end, without a word. */
static void
run_ended(void *arg)
{
	(void)arg;
	attempt_begin();
	kernel_refuse(SYS_getpgid, SECCOMP_RET_TRAP);
	CHECK(attempt(SYS_getpgid, 0, 0, 0, 0, 0) == -ENOSYS);
	attempt_end();
	(void)syscall(SYS_getpgid);
}

/* Before them it is the kernel's, which is what attempts are against. */
static void
run_without(void *arg)
{
	(void)arg;
	kernel_refuse(SYS_getpgid, SECCOMP_RET_TRAP);
	(void)syscall(SYS_getpgid);
}

static void
ends_with(void (*run)(void *), void *arg, int status, int sig)
{
	child_run(&child, run, arg);
	CHECK_CASE(child.status == status && child.signal == sig,
	    "%d, %d, expected %d, %d: %s", child.status, child.signal, status,
	    sig, child.out);
	CHECK_CASE(child.err_len == 0, "%s", child.err);
}

int
main(void)
{
	uint32_t verdict = SECCOMP_RET_TRAP;

	ends_with(run_permitted, NULL, 0, 0);
	kernel_require();
	ends_with(run_refused, &verdict, 0, 0);
	verdict = SECCOMP_RET_ERRNO | ENOSYS;
	ends_with(run_refused, &verdict, 0, 0);
	ends_with(run_ended, NULL, 1, 0);
	CHECK(child.out_len == 0);
	ends_with(run_without, NULL, -1, SIGSYS);
	return check_status();
}
