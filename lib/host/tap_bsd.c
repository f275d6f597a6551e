/* SPDX-License-Identifier: ISC */
/*
 * tap_bsd.c: tap interfaces by way of /dev/tapN; see tap(4), and for what is
 * asked of an interface netintro(4).
 *
 * FreeBSD may make an interface by opening its device, and may switch it on by
 * that: so it must be there before, and up after.
 */
#include <config.h>

#include "tap.h"

#include <sys/types.h>

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define MTU_DEFAULT	1500

struct interface {
	uint16_t mtu;
	bool up;
};

static int
interface_query(const char *name, struct interface *iface)
{
	struct ifreq ifr;
	int fd, r;

	memset(&ifr, 0, sizeof(ifr));
	if (strlen(name) >= sizeof(ifr.ifr_name))
		return -ENAMETOOLONG;
	memcpy(ifr.ifr_name, name, strlen(name));
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -errno;
	if (ioctl(fd, SIOCGIFFLAGS, &ifr) == -1)
		goto fail;
	iface->up = (ifr.ifr_flags & IFF_UP) != 0;
	if (ioctl(fd, SIOCGIFMTU, &ifr) == -1)
		goto fail;
	iface->mtu = (uint16_t)(ifr.ifr_mtu < UINT16_MAX ? ifr.ifr_mtu :
	    UINT16_MAX);
	(void)close(fd);
	return 0;
fail:
	/* To a user it is a name that does not exist, not a device. */
	r = errno == ENXIO || errno == ENODEV ? -ENOENT : -errno;
	(void)close(fd);
	return r;
}

int
tap_open(const char *name, uint16_t *mtu)
{
	char path[sizeof("/dev/") + IFNAMSIZ];
	struct interface iface;
	int fd, r;

	/* No interface has such a name, but files have. */
	if (strchr(name, '/') != NULL)
		return -ENOENT;
	r = interface_query(name, &iface);
	if (r < 0)
		return r;
	(void)snprintf(path, sizeof(path), "/dev/%s", name);
	fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return -errno;
	r = interface_query(name, &iface);
	if (r == 0 && !iface.up)
		r = -ENETDOWN;
	if (r < 0) {
		(void)close(fd);
		return r;
	}
	*mtu = iface.mtu;
	return fd;
}

/* The interface behind a descriptor has the name of its device. */
static bool
interface_of(int fd, struct interface *iface)
{
	const char *name;
	struct stat sb;

	if (fstat(fd, &sb) == -1 || !S_ISCHR(sb.st_mode))
		return false;
	name = devname(sb.st_rdev, S_IFCHR);
	return name != NULL && interface_query(name, iface) == 0;
}

int
tap_adopt(int fd, uint16_t *mtu)
{
	struct interface iface;
	int flags;

	flags = fcntl(fd, F_GETFL);
	if (flags == -1)
		return -errno;
	if ((flags & O_NONBLOCK) == 0 &&
	    fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1)
		return -errno;
	*mtu = interface_of(fd, &iface) ? iface.mtu : MTU_DEFAULT;
	return 0;
}
