/* SPDX-License-Identifier: ISC */
/*
 * stream.h: the other side of channels.  Written from Muen's description of
 * SHMStream and not with the bindings' code, so that one can test the other.
 */
#ifndef SOLO5_TESTSUITE_MUEN_STREAM_H
#define SOLO5_TESTSUITE_MUEN_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STREAM_TRANSPORT	0x487312b6b79a9b6dull
#define STREAM_CONSOLE		0xf00789094b6f70cfull
#define STREAM_NET		0x7ade5c549b08e814ull
#define STREAM_FRAME_MAX	1514u

enum stream_field {
	STREAM_F_TRANSPORT,
	STREAM_F_EPOCH,
	STREAM_F_PROTOCOL,
	STREAM_F_SIZE,
	STREAM_F_ELEMENTS,
	STREAM_F_RESERVED,
	STREAM_F_WSC,
	STREAM_F_WC,
	STREAM_FIELDS
};

#define STREAM_HEADER	(STREAM_FIELDS * 8u)

struct stream_console {
	uint64_t time;
	char text[56];
};

struct stream_frame {
	uint8_t data[STREAM_FRAME_MAX];
	uint16_t length;
};

/* Writes or reads packets of size bytes in room bytes of memory. */
struct stream {
	volatile uint64_t *header;
	uint8_t *data;
	uint64_t room;
	uint64_t protocol;
	uint64_t size;
	uint64_t epoch;		/* of a reader: 0 if there is no writer */
	uint64_t elements;
	uint64_t count;		/* packets written or read */
};

void stream_init(struct stream *s, uint8_t *memory, uint64_t room,
    uint64_t protocol, uint64_t size);

void stream_open(struct stream *s, uint64_t epoch);
void stream_write(struct stream *s, const void *packet);

/* Whether there was one.  A reader that has been overrun says so, and dies. */
bool stream_read(struct stream *s, void *packet);

#endif /* SOLO5_TESTSUITE_MUEN_STREAM_H */
