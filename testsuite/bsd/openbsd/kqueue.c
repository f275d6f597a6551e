/* SPDX-License-Identifier: ISC */
/*
 * kqueue.c: one kqueue(2), to wait for input by; and tap interfaces, which are
 * devices of their names.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <string.h>
#include <sys/event.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "model.h"
#include "system.h"

#define WAITED_MAX	64

/* Not inherited by a child. */
static int queue = -1;
static pid_t owner;

static struct pollfd waited[WAITED_MAX];
static void *udata[WAITED_MAX];
static nfds_t nwaited;

int
kqueue(void)
{
	if (queue != -1)
		complain("a second kqueue: not modelled");
	queue = eventfd(0, EFD_CLOEXEC);
	owner = getpid();
	return queue;
}

/* poll(2) passes over negative descriptors. */
static int
forget(int fd)
{
	nfds_t i;

	for (i = 0; i < nwaited; i++)
		if (waited[i].fd == fd) {
			waited[i].fd = -1;
			return 0;
		}
	errno = ENOENT;
	return -1;
}

static int
change(const struct kevent *k)
{
	if (k->filter == EVFILT_READ && k->flags == EV_DELETE)
		return forget((int)k->ident);
	if (k->filter != EVFILT_READ || k->flags != EV_ADD)
		complain("kevent for something else than input");
	if (fcntl((int)k->ident, F_GETFD) == -1)
		return -1;
	if (nwaited == WAITED_MAX)
		complain("too many descriptors in a kqueue");
	waited[nwaited] = (struct pollfd){
		.fd = (int)k->ident, .events = POLLIN | POLLRDHUP
	};
	udata[nwaited++] = k->udata;
	return 0;
}

/* Times that the kernel refuses; and a queue that is closed is none. */
static bool
is_valid(int kq, const struct timespec *timeout)
{
	if (kq != queue || owner != getpid() || fcntl(kq, F_GETFD) == -1) {
		errno = EBADF;
		return false;
	}
	if (timeout != NULL && (timeout->tv_sec < 0 || timeout->tv_nsec < 0 ||
	    timeout->tv_nsec > 999999999)) {
		errno = EINVAL;
		return false;
	}
	return true;
}

int
kevent(int kq, const struct kevent *changes, int nchanges,
    struct kevent *event, int nevents, const struct timespec *timeout)
{
	int count = 0;
	nfds_t i;
	int n;

	if (!is_valid(kq, timeout))
		return -1;
	for (n = 0; n < nchanges; n++)
		if (change(&changes[n]) == -1)
			return -1;
	if (nevents == 0)
		return 0;
	n = ppoll(waited, nwaited, timeout, NULL);
	if (n <= 0)
		return n;
	for (i = 0; i < nwaited && count < nevents; i++)
		if (waited[i].revents != 0)
			event[count++] = (struct kevent){
				.ident = (uintptr_t)waited[i].fd,
				.filter = EVFILT_READ, .udata = udata[i],
				.flags = (waited[i].revents & (POLLERR |
				    POLLHUP | POLLRDHUP)) != 0 ? EV_EOF : 0,
			};
	return count;
}

int
tap_open_device(const char *name, int flags)
{
	struct ifreq ifr;
	int fd, error;

	memset(&ifr, 0, sizeof(ifr));
	strncpy(ifr.ifr_name, name, sizeof(ifr.ifr_name) - 1);
	ifr.ifr_flags = IFF_TAP | IFF_NO_PI;
	fd = __real_open("/dev/net/tun", flags);
	if (fd == -1)
		return -1;
	if (__real_ioctl(fd, TUNSETIFF, &ifr) == -1) {
		error = errno;
		(void)__real_close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

/* All taps are one device here: what is asked about is the first that is. */
char *
devname(dev_t device, mode_t type)
{
	static struct ifreq ifr;
	int fd;

	(void)device;
	(void)type;
	for (fd = 0; fd < MODEL_FD_LEAST; fd++)
		if (__real_ioctl(fd, TUNGETIFF, &ifr) == 0)
			return ifr.ifr_name;
	return NULL;
}
