/* SPDX-License-Identifier: ISC */
/*
 * channel.c: SHMStream version 2.
 *
 * On x86 neither loads nor stores overtake one another, so that it is enough
 * to tell the compiler.  Calls no function but memset().
 */
#include "channel.h"

#define BARRIER()	__asm__ volatile("" : : : "memory")

/* How many packets room bytes of shared memory hold. */
static uint64_t
elements_max(uint64_t room, uint64_t size)
{
	if (room < sizeof(struct channel_header))
		return 0;
	return (room - sizeof(struct channel_header)) / size;
}

bool
channel_writer_init(struct channel_writer *w, void *memory, size_t room,
    uint64_t protocol, size_t size, uint64_t epoch)
{
	volatile struct channel_header *shared = memory;
	uint64_t elements = elements_max(room, size);

	if (elements == 0)
		return false;
	shared->epoch = 0;
	BARRIER();
	__builtin_memset(memory, 0, room);
	shared->transport = CHANNEL_TRANSPORT;
	shared->protocol = protocol;
	shared->size = size;
	shared->elements = elements;
	BARRIER();
	shared->epoch = epoch;
	*w = (struct channel_writer){ shared, size, elements, 0 };
	return true;
}

/* Readers may have the packet that is in this place until they see wsc. */
void *
channel_write_begin(struct channel_writer *w)
{
	uint64_t slot = w->wc % w->elements;

	w->shared->wsc = w->wc + 1;
	BARRIER();
	return (char *)(uintptr_t)(w->shared + 1) + slot * w->size;
}

void
channel_write_end(struct channel_writer *w)
{
	w->wc++;
	BARRIER();
	w->shared->wc = w->wc;
}

void
channel_reader_init(struct channel_reader *r, const void *memory, size_t room,
    uint64_t protocol, size_t size)
{
	*r = (struct channel_reader){
		.shared = memory,
		.room = room,
		.protocol = protocol,
		.size = size,
	};
}

/*
 * A new writer, or none.  One whose ring is not as it must be is not asked
 * again until it is another: until then there are no elements.
 */
static void
synchronize(struct channel_reader *r, uint64_t epoch)
{
	uint64_t elements = r->shared->elements;

	r->epoch = epoch;
	r->elements = 0;
	r->rc = 0;
	if (epoch == 0 || r->shared->transport != CHANNEL_TRANSPORT ||
	    r->shared->protocol != r->protocol || r->shared->size != r->size ||
	    elements > elements_max(r->room, r->size))
		return;
	/* If there is yet another writer, this may be parts of both. */
	BARRIER();
	if (r->shared->epoch == epoch)
		r->elements = elements;
	else
		r->epoch = 0;
}

bool
channel_ready(struct channel_reader *r)
{
	uint64_t epoch;

	if (r->room < sizeof(struct channel_header))
		return false;
	epoch = r->shared->epoch;
	if (epoch != r->epoch)
		synchronize(r, epoch);
	BARRIER();
	return r->elements != 0 && r->shared->wc > r->rc;
}

const void *
channel_read_begin(struct channel_reader *r)
{
	if (!channel_ready(r))
		return NULL;
	BARRIER();
	return (const char *)(uintptr_t)(r->shared + 1) +
	    r->rc % r->elements * r->size;
}

bool
channel_read_end(struct channel_reader *r)
{
	uint64_t behind;

	BARRIER();
	behind = r->shared->wsc - r->rc;
	if (behind <= r->elements)
		r->rc++;
	else
		r->rc = r->shared->wc;
	BARRIER();
	return behind <= r->elements && r->shared->epoch == r->epoch;
}
