/* SPDX-License-Identifier: ISC */
/*
 * stream.c: SHMStream version 2, for the harness.
 */
#include <config.h>

#include "stream.h"

#include <stdatomic.h>
#include <string.h>

#include "s5muen.h"

void
stream_init(struct stream *s, uint8_t *memory, uint64_t room,
    uint64_t protocol, uint64_t size)
{
	*s = (struct stream){
		.header = (volatile uint64_t *)(void *)memory,
		.data = memory + STREAM_HEADER,
		.room = room,
		.protocol = protocol,
		.size = size,
	};
}

void
stream_open(struct stream *s, uint64_t epoch)
{
	s->header[STREAM_F_EPOCH] = 0;
	atomic_thread_fence(memory_order_seq_cst);
	s->epoch = epoch;
	s->elements = (s->room - STREAM_HEADER) / s->size;
	s->count = 0;
	s->header[STREAM_F_TRANSPORT] = STREAM_TRANSPORT;
	s->header[STREAM_F_PROTOCOL] = s->protocol;
	s->header[STREAM_F_SIZE] = s->size;
	s->header[STREAM_F_ELEMENTS] = s->elements;
	s->header[STREAM_F_WSC] = 0;
	s->header[STREAM_F_WC] = 0;
	atomic_thread_fence(memory_order_seq_cst);
	s->header[STREAM_F_EPOCH] = epoch;
}

void
stream_write(struct stream *s, const void *packet)
{
	uint8_t *slot = s->data + s->count % s->elements * s->size;

	s->count++;
	s->header[STREAM_F_WSC] = s->count;
	atomic_thread_fence(memory_order_seq_cst);
	(void)memcpy(slot, packet, s->size);
	atomic_thread_fence(memory_order_seq_cst);
	s->header[STREAM_F_WC] = s->count;
}

/* The guest's header must be as the interface says, to the last field. */
static void
stream_check(struct stream *s)
{
	const volatile uint64_t *h = s->header;

	if (h[STREAM_F_TRANSPORT] != STREAM_TRANSPORT ||
	    h[STREAM_F_PROTOCOL] != s->protocol ||
	    h[STREAM_F_SIZE] != s->size || h[STREAM_F_RESERVED] != 0 ||
	    h[STREAM_F_ELEMENTS] != (s->room - STREAM_HEADER) / s->size)
		diex("the guest's channel is not as it must be");
	s->elements = h[STREAM_F_ELEMENTS];
	s->count = 0;
}

bool
stream_read(struct stream *s, void *packet)
{
	const uint64_t epoch = s->header[STREAM_F_EPOCH];

	atomic_thread_fence(memory_order_seq_cst);
	if (epoch == 0)
		return false;
	if (epoch != s->epoch) {
		stream_check(s);
		s->epoch = epoch;
	}
	if (s->header[STREAM_F_WC] <= s->count)
		return false;
	(void)memcpy(packet, s->data + s->count % s->elements * s->size,
	    s->size);
	atomic_thread_fence(memory_order_seq_cst);
	if (s->header[STREAM_F_WSC] > s->count + s->elements)
		diex("the guest was faster than this machine can read");
	s->count++;
	return true;
}
