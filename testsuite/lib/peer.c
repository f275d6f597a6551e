/* SPDX-License-Identifier: ISC */
/*
 * peer.c: the other side of a unikernel's network devices.
 *
 *	s5peer echo LINK FRAMES SIZE COMMAND [ARG ...]
 *	s5peer forward LINK LINK FRAMES SIZE COMMAND [ARG ...]
 *	s5peer sink LINK FRAMES SIZE COMMAND [ARG ...]
 *	s5peer poke LINK MS SIZE COMMAND [ARG ...]
 *	s5peer ignored @FD @FD SIZE COMMAND [ARG ...]
 *	s5peer many LINKS COMMAND [ARG ...]
 *	s5peer open LINK COMMAND [ARG ...]
 *
 * Starts the command, exchanges frames with it, and ends as it does.
 * "echo" sends FRAMES frames, of SIZE bytes or, if SIZE is 0, of all sizes up
 * to the MTU, and wants each back; "forward" wants them back from the second
 * LINK.  "sink" wants FRAMES of SIZE bytes.  "poke" sends one frame MS
 * milliseconds after the start.  "ignored" sends one frame by the first link,
 * waits until the command has received it, and sends one by the second.
 * "many" is for many.c: LINKS is the prefix of the names of interfaces 1 to
 * 31, each of which must send a frame that has its number and is sent one.
 * "open" does nothing but open LINK.
 *
 * A LINK is a tap interface, by its name, which must be up; or NAME=FD, the
 * same, but attached here and passed to the command as descriptor FD; or @FD,
 * one end of a pair of datagram sockets.  Frames have an EtherType that is
 * for experiments, and a pattern that is checked; others are ignored.
 */
#include <config.h>

#include "helper.h"

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <arpa/inet.h>
#include <linux/ethtool.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <net/if.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ETHERTYPE	0x88b5
#define HEADER		14
#define FRAME_MIN	60
#define FRAME_MAX	65535
#define WINDOW		64		/* frames under way ... */
#define WINDOW_LARGE	8		/* ... larger than FRAME_LARGE */
#define FRAME_LARGE	2000
#define MANY		31
#define PATIENCE	10000		/* milliseconds without a frame */

struct link {
	char name[IFNAMSIZ];	/* empty: no interface */
	int fd;			/* to send and receive frames */
	int child_fd;		/* for the command, or -1 */
	int child_nr;		/* under which number */
	unsigned int mtu;
};

static unsigned char frame[FRAME_MAX], wanted[FRAME_MAX];

/*
 * Links.
 */

static void
interface_request(const char *name, unsigned long request, struct ifreq *ifr)
{
	int fd;

	(void)memset(ifr, 0, sizeof(*ifr));
	(void)snprintf(ifr->ifr_name, IFNAMSIZ, "%s", name);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1 || ioctl(fd, request, ifr) == -1)
		die(name);
	(void)close(fd);
}

static int
open_packet(const char *name)
{
	struct sockaddr_ll sll = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETHERTYPE),
		.sll_ifindex = (int)if_nametoindex(name)
	};
	int fd;

	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (fd == -1 || sll.sll_ifindex == 0)
		die(name);
	if (bind(fd, (struct sockaddr *)&sll, sizeof(sll)) == -1)
		die(name);
	return fd;
}

static int
open_tap(const char *name)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd;

	fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
	if (fd == -1)
		die("/dev/net/tun");
	(void)snprintf(ifr.ifr_name, IFNAMSIZ, "%s", name);
	if (ioctl(fd, TUNSETIFF, &ifr) == -1)
		die(name);
	return fd;
}

static void
link_open(struct link *link, const char *spec)
{
	struct ifreq ifr;
	const char *mark;
	int pair[2];

	(void)memset(link, 0, sizeof(*link));
	link->child_fd = -1;
	if (spec[0] == '@') {
		if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0,
		    pair) == -1)
			die("socketpair");
		link->fd = pair[0];
		link->child_fd = pair[1];
		link->child_nr = (int)number(spec + 1, 1023);
		link->mtu = 1500;
		return;
	}
	mark = strchr(spec, '=');
	(void)snprintf(link->name, sizeof(link->name), "%.*s",
	    mark == NULL ? (int)strlen(spec) : (int)(mark - spec), spec);
	interface_request(link->name, SIOCGIFMTU, &ifr);
	link->mtu = (unsigned int)ifr.ifr_mtu;
	link->fd = open_packet(link->name);
	if (mark != NULL) {
		link->child_fd = open_tap(link->name);
		link->child_nr = (int)number(mark + 1, 1023);
	}
}

/*
 * Whether somebody has attached to it.  What the kernel calls running lags
 * behind that by up to a second, in both directions.
 */
static int
link_attached(const struct link *link)
{
	struct ethtool_value value = { .cmd = ETHTOOL_GLINK };
	struct ifreq ifr = { .ifr_data = (char *)&value };
	int fd, status;

	(void)snprintf(ifr.ifr_name, IFNAMSIZ, "%s", link->name);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		die("socket");
	status = ioctl(fd, SIOCETHTOOL, &ifr);
	(void)close(fd);
	return status == -1 || value.data != 0;
}

static int
link_running(const struct link *link)
{
	struct ifreq ifr;

	interface_request(link->name, SIOCGIFFLAGS, &ifr);
	return (ifr.ifr_flags & IFF_RUNNING) != 0;
}

/*
 * Waits until somebody has attached to it, and until the kernel knows: it
 * drops what is sent before.
 */
static void
link_wait(const struct link *link)
{
	const struct timespec ms = { 0, 1000000 }, moment = { 0, 20000000 };

	if (link->name[0] == '\0')
		return;
	for (int i = 0; i < PATIENCE; i++) {
		if (link_attached(link) && link_running(link)) {
			/* Queueing begins a moment after that. */
			(void)nanosleep(&moment, NULL);
			return;
		}
		(void)nanosleep(&ms, NULL);
	}
	diex("the interface has no carrier");
}

static pid_t
start_with(struct link *links, size_t n, char **argv)
{
	pid_t pid;

	(void)fflush(stdout);
	pid = fork();
	if (pid == -1)
		die("fork");
	if (pid == 0) {
		for (size_t i = 0; i < n; i++)
			if (links[i].child_fd != -1 && dup2(links[i].child_fd,
			    links[i].child_nr) == -1)
				die("dup2");
		execvp(argv[0], argv);
		die(argv[0]);
	}
	for (size_t i = 0; i < n; i++)
		if (links[i].child_fd != -1)
			(void)close(links[i].child_fd);
	return pid;
}

/*
 * Frames.
 */

/* Fills in a frame; from the number follows all but its addresses. */
static void
frame_make(unsigned char *f, uint32_t nr, size_t size)
{
	(void)memset(f, 0xff, 6);
	(void)memcpy(f + 6, "\x02\x00\x00\x00\x00\x01", 6);
	f[12] = ETHERTYPE >> 8;
	f[13] = ETHERTYPE & 0xff;
	(void)memcpy(f + HEADER, &nr, sizeof(nr));
	for (size_t i = HEADER + sizeof(nr); i < size; i++)
		f[i] = (unsigned char)(nr + i + i / 256);
}

static size_t
frame_size(const struct link *link, uint32_t nr, size_t size)
{
	if (size != 0)
		return size;
	return FRAME_MIN + nr % (link->mtu + HEADER - FRAME_MIN + 1);
}

static void
link_send(const struct link *link, size_t size)
{
	ssize_t n;

	n = send(link->fd, frame, size, 0);
	/* Says once that the interface has been down, however long ago. */
	if (n == -1 && errno == ENETDOWN)
		n = send(link->fd, frame, size, 0);
	if (n != (ssize_t)size)
		die("send");
}

/* Receives a frame of our type; its length. */
static size_t
link_receive(const struct link *link)
{
	struct pollfd pfd = { .fd = link->fd, .events = POLLIN };
	ssize_t n;

	do {
		if (poll(&pfd, 1, PATIENCE) != 1)
			diex("no more frames");
		n = recv(link->fd, frame, sizeof(frame), 0);
		if (n == -1)
			die("recv");
	} while (n < FRAME_MIN || frame[12] != ETHERTYPE >> 8 ||
	    frame[13] != (ETHERTYPE & 0xff));
	return (size_t)n;
}

static void
frame_check(uint32_t nr, size_t size, size_t got)
{
	frame_make(wanted, nr, size);
	if (got != size)
		diex("a frame of another length came back");
	if (memcmp(frame + 12, wanted + 12, size - 12) != 0)
		diex("a frame came back changed, or out of order");
}

/*
 * What the peer does.
 */

/* The kernel keeps what has not been received in 200 KiB. */
static void
exchange(const struct link *to, const struct link *from, uint32_t frames,
    size_t size)
{
	uint32_t sent = 0, got = 0, window;
	size_t n;

	/*
	 * QEMU has no place for a frame that comes before its machine runs, but
	 * takes one.  So one of no type goes first, before all others.
	 */
	if (frames > 0) {
		frame_make(frame, 0, FRAME_MIN);
		frame[12] = frame[13] = 0;
		link_send(to, FRAME_MIN);
	}

	window = to->mtu < FRAME_LARGE || (size != 0 && size < FRAME_LARGE) ?
	    WINDOW : WINDOW_LARGE;
	while (got < frames) {
		while (sent < frames && sent - got < window) {
			n = frame_size(to, sent, size);
			frame_make(frame, sent, n);
			link_send(to, n);
			sent++;
		}
		n = link_receive(from);
		frame_check(got, frame_size(to, got, size), n);
		got++;
	}
	(void)printf("peer: %u frames\n", (unsigned int)got);
}

static int
do_echo(int argc, char **argv)
{
	struct link link;
	pid_t pid;

	if (argc < 6)
		diex("usage: s5peer echo LINK FRAMES SIZE COMMAND ...");
	link_open(&link, argv[2]);
	pid = start_with(&link, 1, argv + 5);
	link_wait(&link);
	exchange(&link, &link, (uint32_t)number(argv[3], UINT32_MAX),
	    number(argv[4], FRAME_MAX));
	return wait_for(pid);
}

static int
do_forward(int argc, char **argv)
{
	struct link link[2];
	pid_t pid;

	if (argc < 7)
		diex("usage: s5peer forward LINK LINK FRAMES SIZE COMMAND ...");
	link_open(&link[0], argv[2]);
	link_open(&link[1], argv[3]);
	pid = start_with(link, 2, argv + 6);
	link_wait(&link[0]);
	link_wait(&link[1]);
	exchange(&link[0], &link[1], (uint32_t)number(argv[4], UINT32_MAX),
	    number(argv[5], FRAME_MAX));
	return wait_for(pid);
}

static int
do_sink(int argc, char **argv)
{
	struct link link;
	unsigned long frames;
	size_t size;
	pid_t pid;

	if (argc < 6)
		diex("usage: s5peer sink LINK FRAMES SIZE COMMAND ...");
	link_open(&link, argv[2]);
	frames = number(argv[3], UINT32_MAX);
	size = number(argv[4], FRAME_MAX);
	pid = start_with(&link, 1, argv + 5);
	for (unsigned long i = 0; i < frames; i++)
		if (link_receive(&link) != size)
			diex("a frame of another length came");
	(void)printf("peer: %lu frames\n", frames);
	return wait_for(pid);
}

static int
do_poke(int argc, char **argv)
{
	struct link link;
	struct timespec delay;
	unsigned long ms;
	size_t size;
	pid_t pid;

	if (argc < 6)
		diex("usage: s5peer poke LINK MS SIZE COMMAND ...");
	link_open(&link, argv[2]);
	ms = number(argv[3], 60000);
	size = number(argv[4], FRAME_MAX);
	pid = start_with(&link, 1, argv + 5);
	link_wait(&link);
	delay.tv_sec = (time_t)(ms / 1000);
	delay.tv_nsec = (long)(ms % 1000) * 1000000;
	(void)nanosleep(&delay, NULL);
	frame_make(frame, 0, size);
	link_send(&link, size);
	return wait_for(pid);
}

/* Waits until what was sent by a pair of sockets has been received. */
static void
link_drained(const struct link *link)
{
	const struct timespec ms = { 0, 1000000 };
	int left = -1;

	for (int i = 0; i < PATIENCE; i++) {
		if (ioctl(link->fd, SIOCOUTQ, &left) == -1)
			die("SIOCOUTQ");
		if (left == 0)
			return;
		(void)nanosleep(&ms, NULL);
	}
	diex("a frame is not received");
}

static int
do_ignored(int argc, char **argv)
{
	struct link link[2];
	size_t size;
	pid_t pid;

	if (argc < 6)
		diex("usage: s5peer ignored @FD @FD SIZE COMMAND ...");
	link_open(&link[0], argv[2]);
	link_open(&link[1], argv[3]);
	size = number(argv[4], FRAME_MAX);
	frame_make(frame, 0, size);
	pid = start_with(link, 2, argv + 5);
	link_send(&link[0], size);
	link_drained(&link[0]);
	link_send(&link[1], size);
	return wait_for(pid);
}

static int
do_many(int argc, char **argv)
{
	static struct link links[MANY];
	char name[32];
	pid_t pid;

	if (argc < 4)
		diex("usage: s5peer many LINKS COMMAND ...");
	for (size_t i = 0; i < MANY; i++) {
		(void)snprintf(name, sizeof(name), "%.12s%zu", argv[2], i + 1);
		link_open(&links[i], name);
	}
	pid = start_with(links, MANY, argv + 3);
	for (size_t i = 0; i < MANY; i++)
		link_wait(&links[i]);
	for (size_t i = 0; i < MANY; i++) {
		(void)link_receive(&links[i]);
		if (frame[HEADER] != i + 1)
			diex("a frame of another device came");
	}
	for (size_t i = MANY; i-- > 0;) {
		frame_make(frame, (uint32_t)i + 1, FRAME_MIN);
		link_send(&links[i], FRAME_MIN);
	}
	(void)printf("peer: %d links\n", MANY);
	return wait_for(pid);
}

static int
do_open(int argc, char **argv)
{
	struct link link;

	if (argc < 4)
		diex("usage: s5peer open LINK COMMAND ...");
	link_open(&link, argv[2]);
	return wait_for(start_with(&link, 1, argv + 3));
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*function)(int, char **);
	} table[] = {
		{ "echo", do_echo },
		{ "forward", do_forward },
		{ "ignored", do_ignored },
		{ "many", do_many },
		{ "open", do_open },
		{ "poke", do_poke },
		{ "sink", do_sink },
	};

	if (argc < 2)
		diex("usage: s5peer WHAT ...");
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(argv[1], table[i].name) == 0)
			end_like(table[i].function(argc, argv));
	diex(argv[1]);
}
