/* SPDX-License-Identifier: ISC */
/*
 * event.h: FreeBSD's kqueue(2).
 */
#ifndef SOLO5_BSD_FREEBSD_SYS_EVENT_H
#define SOLO5_BSD_FREEBSD_SYS_EVENT_H

#include <stdint.h>
#include <time.h>

struct kevent {
	uintptr_t ident;
	short filter;
	unsigned short flags;
	unsigned int fflags;
	int64_t data;
	void *udata;
	uint64_t ext[4];
};

#define EVFILT_READ	(-1)
#define EV_ADD		0x0001
#define EV_DELETE	0x0002
#define EV_EOF		0x8000
#define EV_ERROR	0x4000

#define EV_SET(k, a, b, c, d, e, f)					\
	(*(k) = (struct kevent){					\
	    (uintptr_t)(a), (b), (c), (d), (e), (f), { 0 }		\
	})

int kqueue(void);
int kevent(int kq, const struct kevent *change, int nchanges,
    struct kevent *event, int nevents, const struct timespec *timeout);

#endif /* SOLO5_BSD_FREEBSD_SYS_EVENT_H */
