/* SPDX-License-Identifier: ISC */
/*
 * wait_epoll.c: waiting by epoll(7).
 *
 * epoll_pwait2 takes nanoseconds; where there is none, before Linux 5.11 or in
 * a sandbox that does not know it, a timer in the set does.  Deadlines are
 * rounded neither way.
 */
#include <config.h>

#include "wait.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "attempt.h"
#include "compiler.h"

/* The same on every CPU, and younger than some systems' headers. */
#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2	441
#endif

#define NSECS_PER_SEC	1000000000u
#define NUMBERS		64
#define NUMBER_TIMER	NUMBERS

/* Some 146 years: what the kernel's own clock can add to. */
#define NSECS_MAX	(UINT64_MAX >> 2)

static struct timespec
timespec_of(uint64_t nsecs)
{
	if (nsecs > NSECS_MAX)
		nsecs = NSECS_MAX;
	return (struct timespec){
		.tv_sec = (time_t)(nsecs / NSECS_PER_SEC),
		.tv_nsec = (long)(nsecs % NSECS_PER_SEC),
	};
}

static bool
has_pwait2(int set)
{
	const struct timespec now = { 0 };
	struct epoll_event event;

	return attempt(SYS_epoll_pwait2, set, (long)&event, 1, (long)&now,
	    0) >= 0;
}

static int
timer_add(struct wait *w)
{
	int r;

	w->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (w->timer == -1)
		return -errno;
	r = wait_add(w, w->timer, NUMBER_TIMER);
	if (r < 0)
		(void)close(w->timer);
	return r;
}

int
wait_create(struct wait *w)
{
	int r;

	w->timer = -1;
	w->set = epoll_create1(EPOLL_CLOEXEC);
	if (w->set == -1)
		return -errno;
	if (has_pwait2(w->set))
		return 0;
	r = timer_add(w);
	if (r < 0)
		(void)close(w->set);
	return r;
}

int
wait_add(struct wait *w, int fd, unsigned int number)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLRDHUP, .data.u32 = number
	};

	if (epoll_ctl(w->set, EPOLL_CTL_ADD, fd, &event) == -1)
		return -errno;
	return 0;
}

/* Returns the number of events, none after an interruption. */
static int
poll_now(struct wait *w, struct epoll_event *event, int timeout)
{
	const int n = epoll_pwait(w->set, event, NUMBERS, timeout, NULL);

	return n < 0 ? 0 : n;
}

static int
wait_by_timer(struct wait *w, struct epoll_event *event, uint64_t nsecs)
{
	struct itimerspec spec = { .it_value = timespec_of(nsecs) };
	int n;

	/* Setting the timer also makes it forget that it had expired. */
	n = poll_now(w, event, 0);
	if (n > 0)
		return n;
	if (timerfd_settime(w->timer, 0, &spec, NULL) == -1)
		return 0;
	n = poll_now(w, event, -1);
	spec.it_value = timespec_of(0);
	(void)timerfd_settime(w->timer, 0, &spec, NULL);
	return n;
}

static int
wait_events(struct wait *w, struct epoll_event *event, uint64_t nsecs)
{
	struct timespec ts;
	long n;

	if (nsecs == 0)
		return poll_now(w, event, 0);
	if (w->timer != -1)
		return wait_by_timer(w, event, nsecs);
	ts = timespec_of(nsecs);
	n = syscall(SYS_epoll_pwait2, w->set, event, NUMBERS, &ts, NULL, 0);
	return n < 0 ? 0 : (int)n;
}

/* Not the C library's, which may be another call than that of this name. */
void
wait_pause(uint64_t nsecs)
{
	const struct timespec ts = timespec_of(nsecs);

	(void)syscall(SYS_nanosleep, &ts, NULL);
}

/* The numbers of those descriptors of which one of some events is reported. */
static uint64_t
numbers_of(const struct epoll_event *event, int n, uint32_t events)
{
	uint64_t numbers = 0;
	int i;

	for (i = 0; i < n; i++)
		if (event[i].data.u32 < NUMBERS &&
		    (event[i].events & events) != 0)
			numbers |= (uint64_t)1 << event[i].data.u32;
	return numbers;
}

uint64_t
wait_ended(struct wait *w)
{
	struct epoll_event event[NUMBERS];

	return numbers_of(event, poll_now(w, event, 0),
	    EPOLLERR | EPOLLHUP | EPOLLRDHUP);
}

void
wait_remove(struct wait *w, int fd)
{
	(void)epoll_ctl(w->set, EPOLL_CTL_DEL, fd, NULL);
}

unsigned int
wait_for(struct wait *w, uint64_t nsecs, uint64_t *ready)
{
	struct epoll_event event[NUMBERS];

	*ready = numbers_of(event, wait_events(w, event, nsecs), UINT32_MAX);
	return (unsigned int)count_bits(*ready);
}
