/* SPDX-License-Identifier: ISC */
/*
 * tap_linux.c: tap interfaces by way of /dev/net/tun; see the kernel's
 * Documentation/networking/tuntap.rst and netdevice(7).
 */
#include <config.h>

#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TAP_DEVICE	"/dev/net/tun"
#define MTU_DEFAULT	1500

/* What of an interface must be known before it is attached. */
struct interface {
	int index;
	uint16_t mtu;
	bool up;
};

/*
 * Any socket will do to ask about interfaces, and some sandboxes have but one
 * family; a UNIX socket is the one that never needs a protocol module.
 */
static int
interface_query(const char *name, struct interface *iface)
{
	struct ifreq ifr = { 0 };
	int fd, r;

	if (strlen(name) >= sizeof(ifr.ifr_name))
		return -ENAMETOOLONG;
	memcpy(ifr.ifr_name, name, strlen(name));
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -errno;
	if (ioctl(fd, SIOCGIFFLAGS, &ifr) == -1)
		goto fail;
	iface->up = (ifr.ifr_flags & IFF_UP) != 0;
	if (ioctl(fd, SIOCGIFINDEX, &ifr) == -1)
		goto fail;
	iface->index = ifr.ifr_ifindex;
	if (ioctl(fd, SIOCGIFMTU, &ifr) == -1)
		goto fail;
	iface->mtu = (uint16_t)(ifr.ifr_mtu < UINT16_MAX ? ifr.ifr_mtu :
	    UINT16_MAX);
	(void)close(fd);
	return 0;
fail:
	/* To a user it is a name that does not exist, not a device. */
	r = errno == ENODEV ? -ENOENT : -errno;
	(void)close(fd);
	return r;
}

/*
 * TUNSETIFF makes an interface where there is none.  It has been seen before,
 * so that happens only if it has just been removed; then it is another one,
 * which goes away with the descriptor.
 */
static int
tap_attach(int fd, const char *name, const struct interface *iface)
{
	struct interface now;
	struct ifreq ifr = { 0 };
	int r;

	memcpy(ifr.ifr_name, name, strlen(name));
	ifr.ifr_flags = IFF_TAP | IFF_NO_PI;
	if (ioctl(fd, TUNSETIFF, &ifr) == -1)
		return -errno;
	r = interface_query(name, &now);
	if (r == 0 && now.index != iface->index)
		r = -ENOENT;
	return r;
}

int
tap_open(const char *name, uint16_t *mtu)
{
	struct interface iface;
	int fd, r;

	r = interface_query(name, &iface);
	if (r < 0)
		return r;
	if (!iface.up)
		return -ENETDOWN;
	fd = open(TAP_DEVICE, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return -errno;
	r = tap_attach(fd, name, &iface);
	if (r < 0) {
		(void)close(fd);
		return r;
	}
	*mtu = iface.mtu;
	return fd;
}

/*
 * Whether a header of four bytes precedes each frame.  TUNGETIFF's IFF_NO_PI
 * does not tell, as it is also IFF_NOFILTER.  What is too short for a frame is
 * never sent, and only where such a header is expected it is looked at.
 */
static bool
has_packet_info(int fd)
{
	return syscall(SYS_write, fd, NULL, 5) == -1 && errno == EFAULT;
}

/*
 * Whoever attached an interface has chosen what is read and written: packets
 * without Ethernet's header, or more than a frame.  Returns 0 for what is no
 * interface, 1 for one, whose name it stores, or a negative errno; there may
 * be none yet, and then there is nothing to read.
 */
static int
tap_identify(int fd, struct ifreq *ifr)
{
	const unsigned int mask = IFF_TUN | IFF_TAP | IFF_VNET_HDR;

	if (ioctl(fd, TUNGETIFF, ifr) == -1)
		return errno == EBADFD ? -EBADFD : 0;
	if (((unsigned int)ifr->ifr_flags & mask) != IFF_TAP ||
	    has_packet_info(fd))
		return -EINVAL;
	return 1;
}

int
tap_adopt(int fd, uint16_t *mtu)
{
	struct interface iface;
	struct ifreq ifr = { 0 };
	int flags, r;

	r = tap_identify(fd, &ifr);
	if (r < 0)
		return r;
	flags = fcntl(fd, F_GETFL);
	if (flags == -1)
		return -errno;
	if ((flags & O_NONBLOCK) == 0 &&
	    fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1)
		return -errno;
	*mtu = MTU_DEFAULT;
	if (r == 1 && interface_query(ifr.ifr_name, &iface) == 0)
		*mtu = iface.mtu;
	return 0;
}
