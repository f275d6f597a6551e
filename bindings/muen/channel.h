/* SPDX-License-Identifier: ISC */
/*
 * channel.h: SHMStream version 2, by which Muen's subjects send one another
 * packets of one size: a ring in shared memory with one writer, which nobody
 * can stop, and readers that notice what they have missed.
 *
 * Whoever is on the other side is not trusted: whatever it writes, whenever,
 * nothing is accessed that is not in the ring, and no call waits.
 */
#ifndef SOLO5_MUEN_CHANNEL_H
#define SOLO5_MUEN_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHANNEL_TRANSPORT	0x487312b6b79a9b6du

/* What the shared memory begins with; the packets follow. */
struct channel_header {
	uint64_t transport;	/* CHANNEL_TRANSPORT */
	uint64_t epoch;		/* of each writer another; 0: inactive */
	uint64_t protocol;	/* what the packets are */
	uint64_t size;		/* of a packet, in bytes */
	uint64_t elements;	/* packets in the ring */
	uint64_t reserved;
	uint64_t wsc;		/* packets of which writing has begun */
	uint64_t wc;		/* packets written */
};

_Static_assert(sizeof(struct channel_header) == 64, "channel_header");

struct channel_writer {
	volatile struct channel_header *shared;
	uint64_t size;
	uint64_t elements;
	uint64_t wc;
};

/*
 * All that a reader knows of the ring is here, checked; what is shared is read
 * once for each use.
 */
struct channel_reader {
	const volatile struct channel_header *shared;
	uint64_t room;		/* bytes of shared memory */
	uint64_t protocol;
	uint64_t size;
	uint64_t epoch;		/* the one that elements and rc belong to */
	uint64_t elements;	/* 0: not a ring for this reader */
	uint64_t rc;		/* packets read, or missed */
};

/*
 * Begins to write packets of size bytes to room bytes of shared memory.
 * epoch is not 0.  Returns false, and does nothing, if not one packet fits.
 */
bool channel_writer_init(struct channel_writer *w, void *memory, size_t room,
    uint64_t protocol, size_t size, uint64_t epoch);

/* Where the next packet goes; when it is there, channel_write_end(). */
void *channel_write_begin(struct channel_writer *w);
void channel_write_end(struct channel_writer *w);

/* Begins to read.  There need not be a writer yet. */
void channel_reader_init(struct channel_reader *r, const void *memory,
    size_t room, uint64_t protocol, size_t size);

/* Whether a packet has come. */
bool channel_ready(struct channel_reader *r);

/*
 * The next packet, or NULL if there is none.  It may change at any time: it is
 * to be copied, and what was copied is the packet only if channel_read_end()
 * then says so.  That goes on to the next, or if the reader was too slow, to
 * the one that is to be written next.
 */
const void *channel_read_begin(struct channel_reader *r);
bool channel_read_end(struct channel_reader *r);

#endif /* SOLO5_MUEN_CHANNEL_H */
