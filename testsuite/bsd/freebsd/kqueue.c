/* SPDX-License-Identifier: ISC */
/*
 * kqueue.c: kqueue(2), of which tenders wait for input.
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <sys/capsicum.h>
#include <sys/event.h>
#include <unistd.h>

/* No child of the process that made one has it. */
static pid_t owner;

int
kqueue(void)
{
	const int fd = world_epoll();

	if (fd < 0)
		return model_refuse(-fd);
	model_fd[fd] = (struct model_fd){ .kind = MODEL_KQUEUE };
	owner = getpid();
	return fd;
}

/* What the descriptors are, by the numbers that come back with events. */
static int ident[64];

static int
change(int kq, const struct kevent *k)
{
	int r;

	(void)model_may(kq, CAP_KQUEUE_CHANGE);
	(void)model_may((int)k->ident, CAP_EVENT);
	if (k->filter != EVFILT_READ || k->fflags != 0 ||
	    (uintptr_t)k->udata >= 64)
		return model_refuse(EINVAL);
	if (k->flags == EV_ADD) {
		r = world_epoll_add(kq, (int)k->ident, (uintptr_t)k->udata);
		ident[(uintptr_t)k->udata] = (int)k->ident;
	} else if (k->flags == EV_DELETE)
		r = world_epoll_remove(kq, (int)k->ident);
	else
		return model_refuse(EINVAL);
	return r < 0 ? model_refuse(-r) : 0;
}

int
kevent(int kq, const struct kevent *changes, int nchanges,
    struct kevent *event, int nevents, const struct timespec *timeout)
{
	uint64_t data[64];
	int i, n;

	if (kq < 0 || kq >= MODEL_FD || model_fd[kq].kind != MODEL_KQUEUE ||
	    owner != getpid())
		return model_refuse(EBADF);
	if (timeout != NULL && (timeout->tv_sec < 0 || timeout->tv_nsec < 0 ||
	    timeout->tv_nsec >= 1000000000))
		return model_refuse(EINVAL);
	for (i = 0; i < nchanges; i++)
		if (change(kq, &changes[i]) == -1)
			return -1;
	if (nevents == 0)
		return 0;
	(void)model_may(kq, CAP_KQUEUE_EVENT);
	n = world_epoll_wait(kq, data, nevents, timeout);
	if (n < 0)
		return model_refuse(-n);
	for (i = 0; i < n; i++)
		event[i] = (struct kevent){
			.ident = (uintptr_t)ident[data[i]],
			.filter = EVFILT_READ,
			.flags = world_hung_up(ident[data[i]]) ? EV_EOF : 0,
			.udata = (void *)(uintptr_t)data[i],
		};
	return n;
}
