/* SPDX-License-Identifier: ISC */
/*
 * gdb-accept.c: the socket to which a debugger connects.
 *
 * Whoever can connect can do with the guest what they like.  So it is at the
 * loopback interface, or a path that only its owner can use, and takes one
 * connection.
 */
#include <config.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/message.h"
#include "gdb-link.h"

/* The port has been looked at by the parser of options. */
static int
listen_port(const char *port)
{
	const struct sockaddr_in sin = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)strtoul(port, NULL, 10)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	const int on = 1;
	int fd;

	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		die("gdb: cannot make a socket");
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (const struct sockaddr *)&sin, sizeof(sin)) == -1 ||
	    listen(fd, 1) == -1)
		die("gdb: cannot listen at port %s", port);
	warnx("gdb: waiting for a debugger at 127.0.0.1:%s", port);
	return fd;
}

static int
listen_path(const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	mode_t mask;
	int fd, r;

	if (strlen(path) >= sizeof(sun.sun_path))
		diex("gdb: %s: name too long for a socket", path);
	memcpy(sun.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		die("gdb: cannot make a socket");
	mask = umask(0177);
	r = bind(fd, (const struct sockaddr *)&sun, sizeof(sun));
	(void)umask(mask);
	if (r == -1 || listen(fd, 1) == -1)
		die("gdb: cannot listen at %s", path);
	warnx("gdb: waiting for a debugger at %s", path);
	return fd;
}

int
gdb_accept(const char *where)
{
	const bool path = strchr(where, '/') != NULL;
	const int on = 1;
	int fd, conn;

	fd = path ? listen_path(where) : listen_port(where);
	do
		conn = accept(fd, NULL, NULL);
	while (conn == -1 && (errno == EINTR || errno == ECONNABORTED));
	if (conn == -1)
		die("gdb: cannot accept a connection");
	(void)close(fd);
	if (path)
		(void)unlink(where);
	else
		(void)setsockopt(conn, IPPROTO_TCP, TCP_NODELAY, &on,
		    sizeof(on));
	return conn;
}
