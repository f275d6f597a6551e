/* SPDX-License-Identifier: ISC */
/*
 * t-adopt.c: descriptors of every kind, where a network device is wanted.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "files.h"
#include "host/tap.h"

/* It becomes non-blocking, with an MTU that is nobody's, and stays open. */
static void
adopted(int fd, const char *what)
{
	uint16_t mtu = 0;
	int before, flags, next, r;

	if (fd == -1)
		check_broken(what);
	next = files_next_fd();
	before = fcntl(fd, F_GETFL);
	r = tap_adopt(fd, &mtu);
	CHECK_CASE(r == 0, "%s: %d", what, r);
	CHECK_CASE(mtu == 1500, "%s: %u", what, mtu);
	flags = fcntl(fd, F_GETFL);
	CHECK_CASE(flags == (before | O_NONBLOCK), "%s: %#x, was %#x", what,
	    (unsigned int)flags, (unsigned int)before);
	/* Once more makes no difference. */
	CHECK_CASE(tap_adopt(fd, &mtu) == 0 && mtu == 1500, "%s", what);
	CHECK_CASE(fcntl(fd, F_GETFL) == flags, "%s", what);
	CHECK_CASE(files_next_fd() == next, "%s", what);
}

static void
refused(int fd, const char *what)
{
	uint16_t mtu = 77;
	int next, r;

	next = files_next_fd();
	r = tap_adopt(fd, &mtu);
	CHECK_CASE(r == -EBADF, "%s: %d", what, r);
	CHECK_CASE(mtu == 77, "%s: %u", what, mtu);
	CHECK_CASE(files_next_fd() == next, "%s", what);
}

static void
test_pair(int type, const char *what)
{
	char frame[1514], got[2048];
	int pair[2];

	if (socketpair(AF_UNIX, type, 0, pair) == -1)
		check_broken(what);
	adopted(pair[0], what);
	/* The other end is somebody else's. */
	CHECK_CASE((fcntl(pair[1], F_GETFL) & O_NONBLOCK) == 0, "%s", what);
	CHECK_CASE(read(pair[0], got, sizeof(got)) == -1 && errno == EAGAIN,
	    "%s", what);
	memset(frame, 'f', sizeof(frame));
	CHECK_CASE(write(pair[1], frame, sizeof(frame)) == sizeof(frame) &&
	    read(pair[0], got, sizeof(got)) == sizeof(frame), "%s", what);
	(void)close(pair[0]);
	(void)close(pair[1]);
}

static void
test_pipe(void)
{
	int pair[2];

	if (pipe(pair) == -1)
		check_broken("pipe");
	adopted(pair[0], "end of a pipe to read");
	adopted(pair[1], "end of a pipe to write");
	(void)close(pair[0]);
	(void)close(pair[1]);
}

static void
test_file(const char *path, int flags)
{
	int fd;

	fd = open(path, flags | O_CLOEXEC);
	adopted(fd, path);
	(void)close(fd);
}

int
main(void)
{
	int fd;

	files_begin();
	files_make("file", 512);
	if (mkfifo("fifo", 0600) == -1)
		check_broken("mkfifo");
	test_pair(SOCK_SEQPACKET, "packets");
	test_pair(SOCK_DGRAM, "datagrams");
	test_pair(SOCK_STREAM, "stream");
	test_pipe();
	test_file("file", O_RDWR);
	test_file("/dev/null", O_RDWR);
	test_file(".", O_RDONLY | O_DIRECTORY);
	test_file("fifo", O_RDWR);
	/* Other flags stay. */
	test_file("file", O_RDWR | O_APPEND);
	test_file("file", O_RDWR | O_APPEND | O_NONBLOCK);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	adopted(fd, "a socket of nobody");
	(void)close(fd);
	refused(-1, "-1");
	refused(fd, "closed");
	refused(INT32_MAX, "2^31 - 1");
	/* It can neither be read nor written. */
	fd = open("file", O_PATH | O_CLOEXEC);
	refused(fd, "O_PATH");
	return check_status();
}
