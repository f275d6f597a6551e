/* SPDX-License-Identifier: ISC */
/*
 * wait_kqueue.c: waiting by kqueue(2), which takes nanoseconds and needs no
 * timer of its own.
 */
#include <config.h>

#include "wait.h"

#include <sys/types.h>

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/event.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "compiler.h"

#define NSECS_PER_SEC	1000000000u
#define NUMBERS		64

/* Some three years: longer times are refused by some kernels. */
#define NSECS_MAX	(100000000ull * NSECS_PER_SEC)

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

int
wait_create(struct wait *w)
{
	int r;

	w->timer = -1;
	w->set = kqueue();
	if (w->set == -1)
		return -errno;
	if (fcntl(w->set, F_SETFD, FD_CLOEXEC) == -1) {
		r = -errno;
		(void)close(w->set);
		return r;
	}
	return 0;
}

int
wait_add(struct wait *w, int fd, unsigned int number)
{
	struct kevent event;

	EV_SET(&event, fd, EVFILT_READ, EV_ADD, 0, 0,
	    (void *)(uintptr_t)number);
	if (kevent(w->set, &event, 1, NULL, 0, NULL) == -1)
		return -errno;
	return 0;
}

/* Returns the number of events, none after an interruption. */
static int
events(struct wait *w, struct kevent *event, uint64_t nsecs)
{
	const struct timespec ts = timespec_of(nsecs);
	const int n = kevent(w->set, NULL, 0, event, NUMBERS, &ts);

	return n < 0 ? 0 : n;
}

/* The numbers of those descriptors for which all of some flags are set. */
static uint64_t
numbers_of(const struct kevent *event, int n, unsigned int flags)
{
	uint64_t numbers = 0;
	uintptr_t number;
	int i;

	for (i = 0; i < n; i++) {
		number = (uintptr_t)event[i].udata;
		if (number < NUMBERS && (event[i].flags & EV_ERROR) == 0 &&
		    (event[i].flags & flags) == flags)
			numbers |= (uint64_t)1 << number;
	}
	return numbers;
}

void
wait_pause(uint64_t nsecs)
{
	const struct timespec ts = timespec_of(nsecs);

	(void)nanosleep(&ts, NULL);
}

uint64_t
wait_ended(struct wait *w)
{
	struct kevent event[NUMBERS];

	return numbers_of(event, events(w, event, 0), EV_EOF);
}

void
wait_remove(struct wait *w, int fd)
{
	struct kevent event;

	EV_SET(&event, fd, EVFILT_READ, EV_DELETE, 0, 0, NULL);
	(void)kevent(w->set, &event, 1, NULL, 0, NULL);
}

/* What is reported beside input: that the other side has gone away. */
unsigned int
wait_for(struct wait *w, uint64_t nsecs, uint64_t *ready)
{
	struct kevent event[NUMBERS];

	*ready = numbers_of(event, events(w, event, nsecs), 0);
	return (unsigned int)count_bits(*ready);
}
