/* SPDX-License-Identifier: ISC */
/*
 * linux.h: the system calls that a sandboxed guest may make, and what they
 * take.  Each returns a negative error number when it fails.
 */
#ifndef SOLO5_SPT_LINUX_H
#define SOLO5_SPT_LINUX_H

#include <stddef.h>
#include <stdint.h>

#include "syscall.h"

#define EINTR	4
#define EAGAIN	11
#define EFAULT	14

#define CLOCK_REALTIME	0
#define CLOCK_MONOTONIC	1

#define TFD_TIMER_ABSTIME	1

struct timespec {
	int64_t tv_sec;
	int64_t tv_nsec;
};

struct itimerspec {
	struct timespec it_interval;
	struct timespec it_value;
};

struct epoll_event {
	uint32_t events;
	uint64_t data;
} EPOLL_EVENT_PACKED;

static inline long
sys_read(int fd, void *buf, size_t size)
{
	return syscall_3(SYS_READ, fd, (long)buf, (long)size);
}

static inline long
sys_write(int fd, const void *buf, size_t size)
{
	return syscall_3(SYS_WRITE, fd, (long)buf, (long)size);
}

static inline int
sys_clock_gettime(int clock, struct timespec *ts)
{
	return (int)syscall_2(SYS_CLOCK_GETTIME, clock, (long)ts);
}

static inline long
sys_timerfd_settime(int fd, int flags, const struct itimerspec *value)
{
	return syscall_4(SYS_TIMERFD_SETTIME, fd, flags, (long)value, 0);
}

/* No signal mask: the sandbox insists on that. */
static inline long
sys_epoll_pwait(int fd, struct epoll_event *events, int max, int timeout)
{
	return syscall_6(SYS_EPOLL_PWAIT, fd, (long)events, max, timeout, 0,
	    0);
}

static inline __attribute__((__noreturn__)) void
sys_exit_group(int status)
{
	for (;;)
		(void)syscall_1(SYS_EXIT_GROUP, status);
}

#endif /* SOLO5_SPT_LINUX_H */
