/* SPDX-License-Identifier: ISC */
/*
 * net.c: a tap interface in a network of its own, and frames sent to it.
 */
#include <config.h>

#include "net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <math.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "child.h"
#include "ops.h"

/* How many frames make a measurement. */
#define ECHO_FRAMES	1000

/* How long an answer is waited for, in milliseconds, and how often. */
#define ECHO_WAIT	20
#define ECHO_TRIES	250

#define FRAME_TYPE	(FRAME_TYPE_HI << 8 | FRAME_TYPE_LO)

/* Where a frame has its number, behind the type and what it is for. */
#define NUMBER_OFFSET	15

/* Writes a short text to a file of the kernel's. */
static int
put(const char *path, const char *text)
{
	int fd, r;

	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	r = write(fd, text, strlen(text)) == -1 ? -1 : 0;
	(void)close(fd);
	return r;
}

/* Without privilege, a user namespace first, in which we are root. */
static int
unshare_as_user(void)
{
	char uid[32], gid[32];

	(void)snprintf(uid, sizeof(uid), "0 %u 1", (unsigned int)geteuid());
	(void)snprintf(gid, sizeof(gid), "0 %u 1", (unsigned int)getegid());
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) == -1)
		return -1;
	(void)put("/proc/self/setgroups", "deny");
	if (put("/proc/self/uid_map", uid) == -1)
		return -1;
	return put("/proc/self/gid_map", gid);
}

/* Makes the interface, which stays when its descriptor is closed. */
static int
tap_make(void)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd, r;

	fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
	if (fd == -1)
		return -1;
	(void)snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), NET_TAP);
	r = ioctl(fd, TUNSETIFF, &ifr);
	if (r != -1)
		r = ioctl(fd, TUNSETPERSIST, 1);
	(void)close(fd);
	return r;
}

static int
tap_up(void)
{
	struct ifreq ifr = { .ifr_flags = IFF_UP };
	int r, s;

	/* The host has nothing to say on it. */
	(void)put("/proc/sys/net/ipv6/conf/" NET_TAP "/disable_ipv6", "1");
	s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (s == -1)
		return -1;
	(void)snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), NET_TAP);
	r = ioctl(s, SIOCSIFFLAGS, &ifr);
	(void)close(s);
	return r;
}

const char *
net_open(void)
{
	static char why[128];
	const char *what = NULL;

	if (unshare(CLONE_NEWNET) == -1 && unshare_as_user() == -1)
		what = "cannot make a network namespace";
	else if (tap_make() == -1)
		what = "cannot make a tap interface";
	else if (tap_up() == -1)
		what = "cannot bring the tap interface up";
	if (what == NULL)
		return NULL;
	(void)snprintf(why, sizeof(why), "%s: %s", what, strerror(errno));
	return why;
}

/* A socket for frames of our type on the interface. */
static int
packet_open(void)
{
	struct sockaddr_ll sll = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(FRAME_TYPE)
	};
	struct ifreq ifr = { 0 };
	int on = 1, s;

	s = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (s == -1)
		return -1;
	(void)snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), NET_TAP);
	if (ioctl(s, SIOCGIFINDEX, &ifr) == -1)
		goto fail;
	sll.sll_ifindex = ifr.ifr_ifindex;
	/*
	 * The kernel takes up to a second to notice that an interface has got
	 * a carrier, and drops what goes through the queue until then.
	 */
	(void)setsockopt(s, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof(on));
	if (bind(s, (struct sockaddr *)&sll, sizeof(sll)) == -1)
		goto fail;
	return s;
fail:
	(void)close(s);
	return -1;
}

/* Waits for the frame with this number; answers to earlier ones may come. */
static bool
answer_wait(int s, uint32_t number)
{
	struct pollfd p = { .fd = s, .events = POLLIN };
	uint8_t buf[2048];
	ssize_t n;

	while (poll(&p, 1, ECHO_WAIT) == 1) {
		n = recv(s, buf, sizeof(buf), 0);
		if (n >= NUMBER_OFFSET + (ssize_t)sizeof(number) &&
		    memcmp(buf + NUMBER_OFFSET, &number, sizeof(number)) == 0)
			return true;
	}
	return false;
}

/* Sends one frame until it comes back. */
static bool
exchange(int s, uint8_t *frame, size_t size, uint32_t number)
{
	int i;

	memcpy(frame + NUMBER_OFFSET, &number, sizeof(number));
	for (i = 0; i < ECHO_TRIES; i++)
		if (send(s, frame, size, 0) == (ssize_t)size &&
		    answer_wait(s, number))
			return true;
		else
			(void)poll(NULL, 0, 1);
	return false;
}

static double
exchange_all(int s, uint8_t *frame, size_t size)
{
	double start;
	uint32_t i;

	/* The first one comes back when somebody has attached. */
	for (i = 0; i < ECHO_FRAMES / 10; i++)
		if (!exchange(s, frame, size, i))
			return NAN;
	start = seconds();
	for (; i < ECHO_FRAMES / 10 + ECHO_FRAMES; i++)
		if (!exchange(s, frame, size, i))
			return NAN;
	return (seconds() - start) * 1e9 / ECHO_FRAMES;
}

double
net_echo(size_t size)
{
	uint8_t frame[2048] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1,
		FRAME_TYPE_HI, FRAME_TYPE_LO, FRAME_ECHO
	};
	double time;
	int s;

	s = packet_open();
	if (s == -1)
		return NAN;
	time = exchange_all(s, frame, size);
	frame[14] = FRAME_STOP;
	(void)send(s, frame, size, 0);
	(void)close(s);
	return time;
}
