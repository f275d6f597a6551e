/* SPDX-License-Identifier: ISC */
/*
 * event.h: OpenBSD's kqueue(2), as far as a tender waits for input by it.
 */
#ifndef SOLO5_BSD_OPENBSD_EVENT_H
#define SOLO5_BSD_OPENBSD_EVENT_H

#include <stdint.h>
#include <time.h>

struct kevent {
	uintptr_t ident;
	short filter;
	unsigned short flags;
	unsigned int fflags;
	int64_t data;
	void *udata;
};

#define EVFILT_READ	(-1)
#define EV_ADD		0x0001
#define EV_DELETE	0x0002
#define EV_EOF		0x8000
#define EV_ERROR	0x4000

#define EV_SET(event, i, f, l, ff, d, u)				\
	(*(event) = (struct kevent){					\
		.ident = (uintptr_t)(i), .filter = (f), .flags = (l),	\
		.fflags = (ff), .data = (d), .udata = (u)		\
	})

int kqueue(void);
int kevent(int kq, const struct kevent *change, int nchanges,
    struct kevent *event, int nevents, const struct timespec *timeout);

#endif /* SOLO5_BSD_OPENBSD_EVENT_H */
