/* SPDX-License-Identifier: ISC */
/*
 * time.c: the clocks, and sleeping.
 */
#include "spt.h"

#include "device.h"
#include "linux.h"

#define NSEC_PER_SEC	1000000000u

/* As many events as there can be: all devices, and the timer. */
#define EVENTS_MAX	MFT_MAX_ENTRIES

/*
 * The vDSO's clock_gettime(), or the system call where there is none.  The
 * first call finds out which: a unikernel may end before it asks for the
 * time.
 */
typedef int clock_fn(int clock, struct timespec *ts);
static clock_fn *clock_read;

/* The last time that was read: a deadline before it need not ask again. */
static solo5_time_t latest;

/* What the timer is set to, or 0: so it is not set twice to the same. */
static solo5_time_t armed;

static int
clock_read_syscall(int clock, struct timespec *ts)
{
	return sys_clock_gettime(clock, ts);
}

static int
clock_read_first(int clock, struct timespec *ts)
{
	clock_read = (clock_fn *)vdso_find(spt.vdso, VDSO_CLOCK_GETTIME,
	    VDSO_VERSION);
	if (clock_read == NULL)
		clock_read = clock_read_syscall;
	return clock_read(clock, ts);
}

void
clock_init(void)
{
	clock_read = clock_read_first;
}

static inline solo5_time_t
clock_nsec(int clock)
{
	struct timespec ts;

	(void)clock_read(clock, &ts);
	return (solo5_time_t)ts.tv_sec * NSEC_PER_SEC +
	    (solo5_time_t)ts.tv_nsec;
}

solo5_time_t
solo5_clock_monotonic(void)
{
	latest = clock_nsec(CLOCK_MONOTONIC);
	return latest;
}

solo5_time_t
solo5_clock_wall(void)
{
	return clock_nsec(CLOCK_REALTIME);
}

/*
 * Sets the timer to a time in the future.  Being set also makes a timer that
 * has expired forget about it.
 */
static void
timer_set(solo5_time_t deadline)
{
	const struct itimerspec value = {
		.it_value = {
			.tv_sec = (int64_t)(deadline / NSEC_PER_SEC),
			.tv_nsec = (int64_t)(deadline % NSEC_PER_SEC),
		},
	};

	if (deadline == armed)
		return;
	if (sys_timerfd_settime(spt.timerfd, TFD_TIMER_ABSTIME, &value) != 0)
		ABORT("timerfd_settime failed");
	armed = deadline;
}

/*
 * Receives a frame for a device that the application has not acquired, and
 * forgets it.  Left where it is it would end every sleep at once.
 */
static void
discard(uint32_t handle)
{
	char byte;

	(void)sys_read(devices.mft->e[handle].b.hostfd, &byte, sizeof(byte));
}

/* What a poll has found; static, so that a poll needs no room of a stack. */
static struct epoll_event events[EVENTS_MAX];

/*
 * The devices among the events; the timer is just over.  Kept out of
 * solo5_yield(), whose shortest way is the one with no event.
 */
static __attribute__((noinline)) solo5_handle_set_t
collect(long n)
{
	solo5_handle_set_t ready = 0;

	for (long i = 0; i < n; i++) {
		uint32_t handle = (uint32_t)events[i].data;

		if (handle == 0 || handle >= devices.mft->entries)
			continue;
		if (device_get(devices.nets, handle) != NULL)
			ready |= (solo5_handle_set_t)1 << handle;
		else
			discard(handle);
	}
	return ready;
}

/*
 * Many CPUs forget at a system call where to return to, and mispredict each
 * return after it: solo5_yield() itself makes the call, so that its own is
 * the only one.  A process that is stopped and continued sees its sleep
 * interrupted.
 */
static inline long
poll(int timeout)
{
	long n;

	do {
		n = sys_epoll_pwait(spt.epollfd, events, EVENTS_MAX, timeout);
	} while (n == -EINTR);
	if (n < 0)
		ABORT("epoll_pwait failed");
	return n;
}

void
solo5_yield(solo5_time_t deadline, solo5_handle_set_t *ready_set)
{
	solo5_handle_set_t ready = 0;
	int timeout = 0;
	long n = 0;

	if (deadline > latest && deadline > solo5_clock_monotonic()) {
		timer_set(deadline);
		timeout = -1;
	}
	if (timeout != 0 || devices.nets != 0)
		n = poll(timeout);
	if (n != 0)
		ready = collect(n);
	if (ready_set != NULL)
		*ready_set = ready;
}
