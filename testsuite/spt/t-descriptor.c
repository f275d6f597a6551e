/* SPDX-License-Identifier: ISC */
/*
 * t-descriptor.c: descriptors that a tender was started with: those that are
 * missing, and those that are too many.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "common/descriptor.h"
#include "host/attempt.h"
#include "kernel.h"

#define FDS		1200		/* more than the usual limit */
#define TRIED_MAX	(1 << 20)	/* of the kernel's default */

static struct child child;

static bool
is_open(int fd)
{
	return fcntl(fd, F_GETFD) != -1;
}

/* Of 0 to 2, closes those in the mask; they must come back, of no use. */
static void
run_stdio(void *arg)
{
	const unsigned int closed = *(const unsigned int *)arg;
	int fd, flags, out;
	char c;

	/* What whoever runs the test has left open. */
	for (fd = 3; fd < FDS; fd++)
		(void)close(fd);
	/* To say something with, afterwards. */
	out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);
	for (fd = 0; fd <= 2; fd++)
		if ((closed & 1u << fd) != 0)
			(void)close(fd);
		else if (dup2(out, fd) == -1)
			check_broken("dup2");
	stdio_open();
	for (fd = 0; fd <= 2; fd++) {
		flags = fcntl(fd, F_GETFL);
		if ((closed & 1u << fd) == 0) {
			CHECK_CASE((flags & O_PATH) == 0, "%d", fd);
			CHECK_CASE(fcntl(fd, F_GETFD) == 0, "%d", fd);
			continue;
		}
		CHECK_CASE(flags != -1 && (flags & O_PATH) != 0, "%d", fd);
		CHECK_CASE(fcntl(fd, F_GETFD) == FD_CLOEXEC, "%d", fd);
		CHECK_CASE(read(fd, &c, 1) == -1 && errno == EBADF, "%d", fd);
		CHECK_CASE(write(fd, "", 1) == -1 && errno == EBADF, "%d", fd);
	}
	/* None too many. */
	CHECK(!is_open(3));
	if (dup2(out, STDOUT_FILENO) == -1)
		_exit(CHECK_HARD);
	exit(check_status());
}

static void
test_stdio(void)
{
	unsigned int closed;

	for (closed = 0; closed < 8; closed++) {
		child_run(&child, run_stdio, &closed);
		CHECK_CASE(child.status == 0, "closed %#x: %d: %s", closed,
		    child.status, child.out);
	}
}

/*
 * A list in /proc, or numbers up to a limit that is as it should be, is none,
 * or is not told.
 */
enum way { LIST, LIMIT, NO_LIMIT, NO_ANSWER };

/* What is kept, of all below FDS; and how the sandbox is. */
struct keep {
	const char *what;
	uint32_t verdict;	/* for close_range(2), or 0 */
	enum way way;		/* what there is instead */
	int fd[12];
	size_t n;
};

static const struct keep keeps[] = {
	{ "output", 0, LIST, { 1, 2 }, 2 },
	{ "nothing but output, which is 1", 0, LIST, { 1 }, 1 },
	{ "devices", 0, LIST, { 1, 2, 3, 4, 5, 6 }, 6 },
	{ "in any order", 0, LIST, { 900, 2, 17, 1, 3 }, 5 },
	{ "one twice", 0, LIST, { 2, 1, 7, 7, 2, 7, 1199 }, 7 },
	{ "the first and the last", 0, LIST, { 0, 1, 1199 }, 3 },
	{ "the largest number", 0, LIST, { 1, 0x7fffffff }, 2 },
	{ "all odd ones", 0, LIST,
	    { 1, 3, 5, 7, 9, 11, 13, 15, 17, 19 }, 10 },
	{ "no close_range", SECCOMP_RET_ERRNO | ENOSYS, LIST,
	    { 900, 2, 17, 1, 3 }, 5 },
	{ "no close_range, the last", SECCOMP_RET_ERRNO | ENOSYS, LIST,
	    { 1, 1199, 1198 }, 3 },
	{ "no close_range, the largest number", SECCOMP_RET_ERRNO | ENOSYS,
	    LIST, { 1, 0x7fffffff }, 2 },
	{ "close_range not permitted", SECCOMP_RET_ERRNO | EPERM, LIST,
	    { 900, 2, 17, 1, 3 }, 5 },
	{ "close_range trapped", SECCOMP_RET_TRAP, LIST,
	    { 900, 2, 17, 1, 3 }, 5 },
	{ "nor /proc", SECCOMP_RET_ERRNO | ENOSYS, LIMIT,
	    { 900, 2, 17, 1, 3 }, 5 },
	{ "nor /proc, the last", SECCOMP_RET_ERRNO | ENOSYS, LIMIT,
	    { 1, 1199, 1198 }, 3 },
	{ "nor /proc, the largest number", SECCOMP_RET_ERRNO | ENOSYS, LIMIT,
	    { 1, 0x7fffffff }, 2 },
	{ "nor a limit", SECCOMP_RET_ERRNO | ENOSYS, NO_LIMIT,
	    { 900, 2, 17, 1, 3 }, 5 },
	{ "nor is a limit told", SECCOMP_RET_ERRNO | ENOSYS, NO_ANSWER,
	    { 900, 2, 17, 1, 3 }, 5 },
};

static enum way way;

/* The largest number that was tried beyond all that there are. */
static int tried;

/* The linker calls these so, see --wrap in ld(1). */
int __real_close(int fd);
int __wrap_close(int fd);
int __real_getrlimit(int resource, struct rlimit *limit);
int __wrap_getrlimit(int resource, struct rlimit *limit);

/*
 * A million calls of the kernel take half a minute in a sandbox where all is
 * emulated, and would all be told the same.
 */
int
__wrap_close(int fd)
{
	if (way == LIST || fd < 2 * FDS)
		return __real_close(fd);
	if (fd > tried)
		tried = fd;
	errno = EBADF;
	return -1;
}

/* Containers have had it; who is not root cannot set it. */
int
__wrap_getrlimit(int resource, struct rlimit *limit)
{
	if (way == NO_ANSWER) {
		errno = EPERM;
		return -1;
	}
	if (way != NO_LIMIT)
		return __real_getrlimit(resource, limit);
	limit->rlim_cur = limit->rlim_max = RLIM_INFINITY;
	return 0;
}

static bool
is_kept(const struct keep *k, int fd)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		if (k->fd[i] == fd)
			return true;
	return false;
}

static void
run_close(void *arg)
{
	const struct keep *k = arg;
	const struct rlimit more = { 2 * FDS, 2 * FDS };
	/* The list tells of what is above the hard limit as well. */
	const struct rlimit less = {
		FDS / 2, k->way == LIST ? FDS / 2 : 2 * FDS
	};
	int fd, keep[NELEM(k->fd)];

	if (setrlimit(RLIMIT_NOFILE, &more) == -1)
		_exit(CHECK_SKIP);
	for (fd = 0; fd < FDS; fd++)
		if (!is_open(fd) && dup2(STDERR_FILENO, fd) == -1)
			_exit(CHECK_HARD);
	/* What is above the limit now is open all the same. */
	if (setrlimit(RLIMIT_NOFILE, &less) == -1)
		_exit(CHECK_HARD);
	memcpy(keep, k->fd, sizeof(keep));
	attempt_begin();
	way = k->way;
	if (k->verdict != 0)
		kernel_refuse(SYS_close_range, k->verdict);
	if (way != LIST)
		kernel_refuse(SYS_openat, SECCOMP_RET_ERRNO | ENOENT);
	descriptors_close(keep, k->n);
	for (fd = 0; fd < FDS; fd++)
		CHECK_CASE(is_open(fd) == is_kept(k, fd), "%d", fd);
	/* No limit is a million: all that there can be, and no more. */
	CHECK_CASE(tried == (way < NO_LIMIT ? 0 : TRIED_MAX - 1), "%d", tried);
	exit(check_status());
}

static void
test_close(void)
{
	size_t i;

	for (i = 0; i < NELEM(keeps); i++) {
		if (keeps[i].verdict != 0)
			kernel_require();
		child_run(&child, run_close, (void *)(uintptr_t)&keeps[i]);
		if (child.status == CHECK_SKIP)
			check_skip("descriptors are few here");
		CHECK_CASE(child.status == 0, "%s: %d: %s", keeps[i].what,
		    child.status, child.out);
	}
}

int
main(void)
{
	test_stdio();
	test_close();
	return check_status();
}
