/* SPDX-License-Identifier: ISC */
/*
 * side.h: what is measured, on the plain process's side: the system calls
 * that do the same, and nothing around them.
 */
#ifndef SOLO5_BENCH_SIDE_H
#define SOLO5_BENCH_SIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "floor.h"

#define NSEC_PER_SEC	UINT64_C(1000000000)

static int side_disk = -1;
static int side_net = -1;
static int side_epoll = -1;
static int side_timer = -1;

static inline void
side_print(const char *text, size_t len)
{
	(void)!write(STDOUT_FILENO, text, len);
}

static inline uint64_t
side_clock(clockid_t id)
{
	struct timespec ts;

	(void)clock_gettime(id, &ts);
	return (uint64_t)ts.tv_sec * NSEC_PER_SEC + (uint64_t)ts.tv_nsec;
}

static inline uint64_t
side_monotonic(void)
{
	return side_clock(CLOCK_MONOTONIC);
}

static inline uint64_t
side_wall(void)
{
	return side_clock(CLOCK_REALTIME);
}

/* Everything that can be waited for: the network device and a timer. */
static inline void
side_wait_open(void)
{
	struct epoll_event ev = { .events = EPOLLIN };

	side_epoll = epoll_create1(EPOLL_CLOEXEC);
	side_timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	(void)epoll_ctl(side_epoll, EPOLL_CTL_ADD, side_timer, &ev);
	if (side_net != -1)
		(void)epoll_ctl(side_epoll, EPOLL_CTL_ADD, side_net, &ev);
}

/* Looks for input without waiting. */
static inline void
side_poll(void)
{
	struct epoll_event ev[64];

	(void)epoll_wait(side_epoll, ev, 64, 0);
}

/* Waits for input until a moment. */
static inline void
side_wait(uint64_t deadline)
{
	struct epoll_event ev[64];
	struct itimerspec it = { .it_value = {
	    .tv_sec = (time_t)(deadline / NSEC_PER_SEC),
	    .tv_nsec = (long)(deadline % NSEC_PER_SEC) } };

	(void)timerfd_settime(side_timer, TFD_TIMER_ABSTIME, &it, NULL);
	(void)epoll_wait(side_epoll, ev, 64, -1);
}

static inline bool
side_disk_open(void)
{
	side_disk = floor_disk();
	return side_disk != -1;
}

static inline bool
side_disk_read(uint64_t offset, uint8_t *buf, size_t len)
{
	return pread(side_disk, buf, len, (off_t)offset) == (ssize_t)len;
}

static inline bool
side_disk_write(uint64_t offset, const uint8_t *buf, size_t len)
{
	return pwrite(side_disk, buf, len, (off_t)offset) == (ssize_t)len;
}

static inline bool
side_net_open(void)
{
	side_net = floor_net();
	return side_net != -1;
}

/* The length of a frame, or 0 if there is none. */
static inline size_t
side_net_read(uint8_t *buf, size_t size)
{
	ssize_t n;

	n = read(side_net, buf, size);
	return n > 0 ? (size_t)n : 0;
}

static inline bool
side_net_write(const uint8_t *buf, size_t len)
{
	return write(side_net, buf, len) == (ssize_t)len;
}

#endif /* SOLO5_BENCH_SIDE_H */
