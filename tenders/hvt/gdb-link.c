/* SPDX-License-Identifier: ISC */
/*
 * gdb-link.c: packets, each "$", data, "#" and two digits of a checksum.
 */
#include <config.h>

#include "gdb-link.h"

#include <errno.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "gdb-hex.h"

#define INTERRUPT	0x03

/* Times that a packet is sent if the other side did not understand it. */
#define ATTEMPTS	5

/* Fills the buffer; false if there is nothing, or never will be. */
static bool
fill(struct gdb_link *link, int flags)
{
	ssize_t n;

	do
		n = recv(link->fd, link->in, sizeof(link->in), flags);
	while (n == -1 && errno == EINTR && flags == 0);
	if (n == 0)
		errno = EPIPE;		/* and not what was there before */
	if (n <= 0)
		return false;
	link->head = 0;
	link->tail = (size_t)n;
	return true;
}

/* The next byte, or -1 if the other side is gone. */
static int
next(struct gdb_link *link)
{
	if (link->head == link->tail && !fill(link, 0))
		return -1;
	return link->in[link->head++];
}

static bool
send_all(struct gdb_link *link, const char *p, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = send(link->fd, p, len, MSG_NOSIGNAL);
		if (n > 0) {
			p += n;
			len -= (size_t)n;
		} else if (n == 0 || errno != EINTR) {
			return false;
		}
	}
	return true;
}

/*
 * What follows the "$".  Returns the length, -1 if the other side is gone, or
 * -2 if there was no packet after all.
 */
static long
body(struct gdb_link *link, char *buf)
{
	uint8_t sum = 0;
	size_t len = 0;
	int c, high, low;

	while ((c = next(link)) != '#') {
		if (c == -1)
			return -1;
		if (c == '$') {		/* of the packet before, a part */
			len = 0;
			sum = 0;
			continue;
		}
		if (len <= GDB_PACKET_MAX)
			buf[len++] = (char)c;
		sum = (uint8_t)(sum + c);
	}
	high = next(link);
	low = high == -1 ? -1 : next(link);
	if (low == -1)
		return -1;
	if (len > GDB_PACKET_MAX)
		return -2;
	if (!link->no_ack && (gdb_digit(high) < 0 || gdb_digit(low) < 0 ||
	    sum != (gdb_digit(high) << 4 | gdb_digit(low))))
		return -2;
	buf[len] = '\0';
	return (long)len;
}

long
gdb_receive(struct gdb_link *link, char *buf)
{
	long len;
	int c;

	for (;;) {
		do
			c = next(link);
		while (c != '$' && c != -1);
		len = c == -1 ? -1 : body(link, buf);
		if (len == -1)
			return -1;
		if (!link->no_ack && !send_all(link, len < 0 ? "-" : "+", 1))
			return -1;
		if (len >= 0)
			return len;
	}
}

/* Waits for the acknowledgement; -1 if the other side is gone. */
static int
acknowledgement(struct gdb_link *link)
{
	int c;

	do
		c = next(link);
	while (c != '+' && c != '-' && c != '$' && c != -1);
	/* A packet in its place: the other side has gone on. */
	if (c == '$') {
		link->head--;
		return '+';
	}
	return c;
}

bool
gdb_send(struct gdb_link *link, const char *buf, size_t len)
{
	char trailer[3] = { '#', 0, 0 };
	uint8_t sum = 0;
	size_t i;
	int c;

	for (i = 0; i < len; i++)
		sum = (uint8_t)(sum + (unsigned char)buf[i]);
	trailer[1] = gdb_digits[sum >> 4];
	trailer[2] = gdb_digits[sum & 15];
	for (i = 0; i < ATTEMPTS; i++) {
		if (!send_all(link, "$", 1) || !send_all(link, buf, len) ||
		    !send_all(link, trailer, sizeof(trailer)))
			return false;
		c = link->no_ack ? '+' : acknowledgement(link);
		if (c != '-')
			return c == '+';
	}
	return false;
}

/* What else there is belongs to no time when the guest runs. */
enum gdb_input
gdb_peek(struct gdb_link *link)
{
	if (link->head == link->tail && !fill(link, MSG_DONTWAIT))
		return errno == EAGAIN || errno == EINTR ? GDB_NOTHING :
		    GDB_GONE;
	while (link->head < link->tail)
		if (link->in[link->head++] == INTERRUPT)
			return GDB_INTERRUPT;
	return GDB_NOTHING;
}
