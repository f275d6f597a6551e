/* SPDX-License-Identifier: ISC */
/*
 * gdb-link.h: packets of gdb's remote protocol, over a stream; see "Overview"
 * in appendix E of gdb's manual.
 */
#ifndef SOLO5_HVT_GDB_LINK_H
#define SOLO5_HVT_GDB_LINK_H

#include <stdbool.h>
#include <stddef.h>

/* Most bytes that a packet holds. */
#define GDB_PACKET_MAX	16384

struct gdb_link {
	int fd;			/* a socket */
	bool no_ack;		/* neither side acknowledges any more */
	unsigned char in[1024];	/* received, from head to tail not yet read */
	size_t head;
	size_t tail;
};

/*
 * Listens where as --gdb-port has it: at a port of the loopback interface, or
 * for a path, which has a slash, at a socket there.  Waits for one debugger.
 * Problems are fatal.
 */
int gdb_accept(const char *where);

/*
 * From now on SIGIO tells the thread that calls this of what comes in.
 * Returns 0 or a negative errno.
 */
int gdb_own(int fd);

/*
 * Waits for a packet, and stores it and a NUL into the GDB_PACKET_MAX + 1
 * bytes at buf.  Returns its length, or -1 if the other side is gone.  Those
 * that are damaged or too long are dropped, as are requests to interrupt.
 */
long gdb_receive(struct gdb_link *link, char *buf);

/* Sends a packet.  Returns false if the other side is gone. */
bool gdb_send(struct gdb_link *link, const char *buf, size_t len);

enum gdb_input {
	GDB_NOTHING,
	GDB_INTERRUPT,		/* a request to interrupt */
	GDB_GONE
};

/* Looks, without waiting, for what comes while the guest runs. */
enum gdb_input gdb_peek(struct gdb_link *link);

#endif /* SOLO5_HVT_GDB_LINK_H */
