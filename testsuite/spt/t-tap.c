/* SPDX-License-Identifier: ISC */
/*
 * t-tap.c: tap interfaces, in a network of this test's own.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "files.h"
#include "host/tap.h"

static int control;		/* to ask about interfaces, and change them */

static struct ifreq
request(const char *name)
{
	struct ifreq ifr = { 0 };

	(void)snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", name);
	return ifr;
}

static bool
exists(const char *name)
{
	struct ifreq ifr = request(name);

	return ioctl(control, SIOCGIFINDEX, &ifr) == 0;
}

/* Persistent, so that it is there when nobody has it open. */
static void
tap_make(const char *name, int flags)
{
	struct ifreq ifr = request(name);
	int fd;

	fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
	ifr.ifr_flags = (short)(flags | IFF_NO_PI);
	if (fd == -1 || ioctl(fd, TUNSETIFF, &ifr) == -1 ||
	    ioctl(fd, TUNSETPERSIST, 1) == -1)
		check_broken(name);
	(void)close(fd);
}

static void
set_up(const char *name, bool up, int mtu)
{
	struct ifreq ifr = request(name);

	ifr.ifr_mtu = mtu;
	if (ioctl(control, SIOCSIFMTU, &ifr) == -1)
		check_broken("MTU");
	ifr = request(name);
	ifr.ifr_flags = up ? IFF_UP : 0;
	if (ioctl(control, SIOCSIFFLAGS, &ifr) == -1)
		check_broken("up");
}

static void
refused(const char *name, int error)
{
	uint16_t mtu = 77;
	int next, r;

	next = files_next_fd();
	r = tap_open(name, &mtu);
	CHECK_CASE(r == -error, "%s: %d", name, r);
	CHECK_CASE(mtu == 77, "%s: %u", name, mtu);
	CHECK_CASE(files_next_fd() == next, "%s", name);
}

/* None of these may come to be by asking for it. */
static void
test_absent(void)
{
	refused("tapnone", ENOENT);
	CHECK(!exists("tapnone"));
	refused("", ENOENT);
	refused("tap%d", ENOENT);
	CHECK(!exists("tap0"));
	refused("abcdefghijklmno", ENOENT);
	refused("abcdefghijklmnop", ENAMETOOLONG);
	refused("abcdefghijklmnopqrstuvwxyz", ENAMETOOLONG);
}

static void
test_state(void)
{
	static const int mtus[] = { 68, 1500, 9000, 65521 };
	uint16_t mtu;
	size_t i;
	int fd;

	tap_make("s5a", IFF_TAP);
	set_up("s5a", false, 1500);
	refused("s5a", ENETDOWN);
	for (i = 0; i < NELEM(mtus); i++) {
		set_up("s5a", true, mtus[i]);
		fd = tap_open("s5a", &mtu);
		if (!CHECK_CASE(fd >= 0, "%d", fd))
			continue;
		CHECK_CASE(mtu == mtus[i], "%u", mtu);
		CHECK(fcntl(fd, F_GETFD) == FD_CLOEXEC);
		CHECK((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
		/* It belongs to one at a time, and is free right after. */
		refused("s5a", EBUSY);
		(void)close(fd);
	}
	CHECK(exists("s5a"));
}

/* What is up but carries no Ethernet frames to a descriptor. */
static void
test_others(void)
{
	struct ifreq lo = request("lo");

	lo.ifr_flags = IFF_UP;
	if (ioctl(control, SIOCSIFFLAGS, &lo) == -1)
		check_broken("lo");
	refused("lo", EINVAL);
	tap_make("s5tun", IFF_TUN);
	set_up("s5tun", true, 1500);
	refused("s5tun", EINVAL);
}

/*
 * A descriptor that is a tap has the interface's MTU, also if whoever made it
 * has yet to bring it up.
 */
static void
test_adopted(void)
{
	uint16_t mtu = 0;
	int fd, up;

	set_up("s5a", true, 9000);
	fd = tap_open("s5a", &mtu);
	if (!CHECK(fd >= 0))
		return;
	for (up = 0; up < 2; up++) {
		set_up("s5a", up == 1, 9000);
		if (fcntl(fd, F_SETFL, O_RDWR) == -1)
			check_broken("fcntl");
		mtu = 0;
		CHECK(tap_adopt(fd, &mtu) == 0);
		CHECK_CASE(mtu == 9000, "up %d: %u", up, mtu);
		CHECK((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
	}
	(void)close(fd);
}

/*
 * Those who made these read and write something else than frames, and are not
 * disturbed.
 */
static void
test_not_adopted(void)
{
	static const int attached[] = {
		IFF_TUN, IFF_TUN | IFF_NO_PI, IFF_TAP,
		IFF_TAP | IFF_VNET_HDR, IFF_TAP | IFF_NO_PI | IFF_VNET_HDR,
		IFF_TAP | IFF_NO_PI
	};
	struct ifreq ifr = request("s5odd");
	uint16_t mtu;
	size_t i;
	int fd, r;

	for (i = 0; i < NELEM(attached); i++) {
		mtu = 77;
		fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
		/* Not an interface yet. */
		CHECK(tap_adopt(fd, &mtu) == -EBADFD);
		ifr.ifr_flags = (short)attached[i];
		if (fd == -1 || ioctl(fd, TUNSETIFF, &ifr) == -1)
			check_broken("s5odd");
		r = tap_adopt(fd, &mtu);
		if (attached[i] == (IFF_TAP | IFF_NO_PI)) {
			CHECK_CASE(r == 0 && mtu == 1500, "%d", r);
		} else {
			CHECK_CASE(r == -EINVAL && mtu == 77, "%#x: %d",
			    (unsigned int)attached[i], r);
			CHECK((fcntl(fd, F_GETFL) & O_NONBLOCK) == 0);
		}
		(void)close(fd);
	}
}

/* A frame goes out, and comes back as nothing else. */
static void
test_frame(void)
{
	char frame[60] = { 0 };
	uint16_t mtu;
	int fd;

	memset(frame, 0xff, 6);
	fd = tap_open("s5a", &mtu);
	if (!CHECK(fd >= 0))
		return;
	CHECK(write(fd, frame, sizeof(frame)) == sizeof(frame));
	(void)close(fd);
}

int
main(void)
{
	/* Without being root, by being root in a world of one's own. */
	if (unshare(CLONE_NEWNET) == -1 &&
	    unshare(CLONE_NEWUSER | CLONE_NEWNET) == -1)
		check_skip("no network of one's own");
	control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (control == -1)
		check_broken("socket");
	test_absent();
	if (access("/dev/net/tun", R_OK | W_OK) == -1)
		check_skip("no /dev/net/tun");
	test_state();
	test_others();
	test_adopted();
	test_not_adopted();
	test_frame();
	return check_status();
}
