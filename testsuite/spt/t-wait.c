/* SPDX-License-Identifier: ISC */
/*
 * t-wait.c: waiting for descriptors and for time, by the call that takes
 * nanoseconds, and where a sandbox does not know it.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "files.h"
#include "host/attempt.h"
#include "host/wait.h"
#include "kernel.h"

#define MSEC		1000000ull
#define SECOND		1000000000ull
#define SYS_PWAIT2	441	/* epoll_pwait2 */

static struct wait w;
static int guest[64], world[64];	/* ends of sockets */

static uint64_t
now(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC, &ts) == -1)
		check_broken("clock_gettime");
	return (uint64_t)ts.tv_sec * SECOND + (uint64_t)ts.tv_nsec;
}

static void
send_to(int number)
{
	if (write(world[number], "x", 1) != 1)
		check_broken("write");
}

static void
receive(int number)
{
	char c;

	if (read(guest[number], &c, 1) != 1)
		check_broken("read");
}

/* So many are ready, and these; in so much time, as precisely as may be. */
static void
wakes(uint64_t nsecs, unsigned int count, uint64_t ready, uint64_t at_least)
{
	uint64_t got = 0x5a5a, start = now(), took;

	CHECK(wait_for(&w, nsecs, &got) == count);
	took = now() - start;
	CHECK_CASE(got == ready, "%#llx", (unsigned long long)got);
	CHECK_CASE(took >= at_least && took < at_least + 10 * SECOND,
	    "%llu ns, expected %llu", (unsigned long long)took,
	    (unsigned long long)at_least);
}

/* The wait is to end by a child's doing, some time after it began. */
static void
later(void (*act)(void))
{
	const struct timespec delay = { 0, 20 * MSEC };
	pid_t pid;

	pid = fork();
	if (pid == -1)
		check_broken("fork");
	if (pid == 0) {
		(void)nanosleep(&delay, NULL);
		act();
		_exit(0);
	}
}

static void
act_send(void)
{
	send_to(5);
}

static void
nothing(int sig)
{
	(void)sig;
}

static void
test_time(void)
{
	int i;

	wakes(0, 0, 0, 0);
	for (i = 0; i < 3; i++) {
		wakes(1, 0, 0, 1);
		wakes(100000, 0, 0, 100000);
		wakes(3 * MSEC + 1, 0, 0, 3 * MSEC + 1);
		/* What expired before does not end the next one. */
		wakes(0, 0, 0, 0);
	}
}

static void
test_input(void)
{
	uint64_t all = 0;
	int i;

	send_to(0);
	wakes(0, 1, 1, 0);
	wakes(UINT64_MAX, 1, 1, 0);
	send_to(63);
	wakes(0, 2, 1 | 1ull << 63, 0);
	/* Until it is read, it is there. */
	wakes(10 * SECOND, 2, 1 | 1ull << 63, 0);
	receive(0);
	wakes(0, 1, 1ull << 63, 0);
	receive(63);
	wakes(0, 0, 0, 0);
	for (i = 0; i < 64; i++) {
		send_to(i);
		all |= 1ull << i;
		wakes(i % 2 == 0 ? 0 : SECOND, (unsigned int)i + 1, all, 0);
	}
	for (i = 0; i < 64; i++)
		receive(i);
	wakes(0, 0, 0, 0);
}

/* For ever is long, and is not over before something comes. */
static void
test_ever(void)
{
	static const uint64_t ever[] = {
		10 * SECOND, 1ull << 62, 1ull << 63, UINT64_MAX - 1,
		UINT64_MAX
	};
	size_t i;

	for (i = 0; i < NELEM(ever); i++) {
		later(act_send);
		wakes(ever[i], 1, 1 << 5, 5 * MSEC);
		receive(5);
		wakes(MSEC, 0, 0, MSEC);
	}
}

/* A signal ends a wait, early.  One that came before it is sent again. */
static void
test_signal(void)
{
	const struct sigaction action = { .sa_handler = nothing };
	const struct itimerval never = { .it_value.tv_usec = 0 };
	const struct itimerval soon = {
		.it_value.tv_usec = 10000,
		.it_interval.tv_usec = 300000
	};

	if (sigaction(SIGALRM, &action, NULL) == -1 ||
	    setitimer(ITIMER_REAL, &soon, NULL) == -1)
		check_broken("timer");
	wakes(60 * SECOND, 0, 0, 5 * MSEC);
	(void)setitimer(ITIMER_REAL, &never, NULL);
	wakes(MSEC, 0, 0, MSEC);
}

static void
test_add(void)
{
	int fd = files_next_fd();

	CHECK(wait_add(&w, -1, 0) == -EBADF);
	CHECK(wait_add(&w, guest[0], 1) == -EEXIST);
	/* A regular file has no input to wait for, nor has a directory. */
	fd = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	CHECK(wait_add(&w, fd, 1) == -EPERM);
	(void)close(fd);
}

static void
run_all(void *arg)
{
	const uint32_t *verdict = arg;
	int i, pair[2], next;

	(void)signal(SIGCHLD, SIG_IGN);
	attempt_begin();
	if (*verdict != 0)
		kernel_refuse(SYS_PWAIT2, *verdict);
	next = files_next_fd();
	CHECK(wait_create(&w) == 0);
	CHECK(w.set == next);
	CHECK(fcntl(w.set, F_GETFD) == FD_CLOEXEC);
	if (*verdict != 0) {
		CHECK(w.timer == next + 1);
		CHECK(fcntl(w.timer, F_GETFD) == FD_CLOEXEC);
	}
	CHECK(files_next_fd() == next + 1 + (w.timer != -1));
	for (i = 0; i < 64; i++) {
		if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == -1)
			check_broken("socketpair");
		guest[i] = pair[0];
		world[i] = pair[1];
		CHECK(wait_add(&w, guest[i], (unsigned int)i) == 0);
	}
	test_add();
	test_time();
	test_input();
	test_ever();
	test_signal();
	exit(check_status());
}

int
main(void)
{
	static struct child child;
	uint32_t verdicts[] = {
		0, SECCOMP_RET_ERRNO | ENOSYS, SECCOMP_RET_ERRNO | EPERM,
		SECCOMP_RET_TRAP
	};
	size_t i;

	for (i = 0; i < NELEM(verdicts); i++) {
		if (verdicts[i] != 0)
			kernel_require();
		child_run(&child, run_all, &verdicts[i]);
		CHECK_CASE(child.status == 0, "verdict %#x: %d, signal %d: %s",
		    verdicts[i], child.status, child.signal, child.out);
	}
	return check_status();
}
