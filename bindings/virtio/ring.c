/* SPDX-License-Identifier: ISC */
/*
 * ring.c: split virtqueues.  Numbers of sections are those of the Virtual I/O
 * Device specification, version 1.1.
 *
 * Indices run free, modulo 2^16.
 */
#include "ring.h"

#define DESC_NEXT		1u
#define DESC_WRITE		2u
#define AVAIL_NO_INTERRUPT	1u
#define USED_NO_NOTIFY		1u

/* For the end of the list of free descriptors. */
#define NONE			0xffffu

static size_t
used_offset(uint16_t size)
{
	size_t bytes = sizeof(struct ring_desc) * size +
	    sizeof(struct ring_avail) + sizeof(uint16_t) * (size + 1u);

	return (bytes + RING_ALIGN - 1) & ~(size_t)(RING_ALIGN - 1);
}

size_t
ring_bytes(uint16_t size)
{
	return used_offset(size) + sizeof(struct ring_used) +
	    sizeof(struct ring_used_entry) * size + sizeof(uint16_t);
}

size_t
ring_state_bytes(uint16_t size)
{
	return sizeof(struct ring_state) * size;
}

void
ring_init(struct ring *ring, uint16_t size, bool event_idx, void *mem,
    void *state)
{
	char *base = mem;

	*ring = (struct ring){
		.desc = mem,
		.avail = (void *)(base + sizeof(struct ring_desc) * size),
		.used = (void *)(base + used_offset(size)),
		.avail_event = (void *)(base + ring_bytes(size) -
		    sizeof(uint16_t)),
		.state = state,
		.size = size,
		.event_idx = event_idx,
		.nfree = size,
	};
	for (uint16_t i = 0; i < size; i++)
		ring->state[i].next = (uint16_t)(i + 1u);
	ring->state[size - 1u].next = NONE;
	ring_interrupt_off(ring);
}

/* 2.6.7: at which of our indices the device has to interrupt; ours. */
static volatile uint16_t *
used_event(struct ring *ring)
{
	return &ring->avail->entries[ring->size];
}

int
ring_add(struct ring *ring, const struct ring_buf *bufs, unsigned int nbufs)
{
	uint16_t head = ring->first_free, id = head;
	struct ring_desc *d;
	uint32_t writable = 0;

	if (nbufs > ring->nfree)
		return -1;
	for (unsigned int i = 0; i < nbufs; i++) {
		d = &ring->desc[id];
		d->addr = bufs[i].addr;
		d->len = bufs[i].len;
		d->flags = (uint16_t)((i + 1 < nbufs ? DESC_NEXT : 0) |
		    (bufs[i].writable ? DESC_WRITE : 0));
		d->next = i + 1 < nbufs ? ring->state[id].next : 0;
		if (bufs[i].writable)
			writable += bufs[i].len;
		id = ring->state[id].next;
	}
	ring->first_free = id;
	ring->nfree = (uint16_t)(ring->nfree - nbufs);
	ring->state[head].count = (uint16_t)nbufs;
	ring->state[head].writable = writable;
	ring->avail->entries[ring->added % ring->size] = head;
	ring->added++;
	ring->busy++;
	return head;
}

/*
 * Of what it was told the last time, the device is behind by no more than a
 * ring holds.
 */
bool
ring_missed(struct ring *ring)
{
	uint16_t new = ring->published, untold;
	uint16_t event;	/* 2.6.10: at which index it wants to be told */

	untold = (uint16_t)(new - ring->notified);
	if (untold > ring->size)
		untold = ring->size;
	if (!ring->event_idx) {
		if (untold == 0 || (ring->used->flags & USED_NO_NOTIFY) != 0)
			return false;
	} else {
		event = *ring->avail_event;
		if ((uint16_t)(new - event - 1) >= untold) {
			ring->notified = (uint16_t)(new - untold);
			return false;
		}
	}
	ring->notified = new;
	return true;
}

/*
 * The device must see the entries before the index, 2.6.13; and we must not
 * look whether it sleeps before it can see the index.
 */
bool
ring_publish(struct ring *ring)
{
	__atomic_store_n(&ring->avail->index, ring->added, __ATOMIC_RELEASE);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	ring->published = ring->added;
	return ring_missed(ring);
}

/* The index is the device's, and pairs with its writing of the entries. */
static uint16_t
used_index(const struct ring *ring)
{
	return __atomic_load_n(&ring->used->index, __ATOMIC_ACQUIRE);
}

bool
ring_pending(const struct ring *ring)
{
	return used_index(ring) != ring->taken;
}

static void
release(struct ring *ring, uint16_t head)
{
	uint16_t count = ring->state[head].count, last = head;

	for (uint16_t i = 1; i < count; i++)
		last = ring->state[last].next;
	ring->state[last].next = ring->first_free;
	ring->state[head].count = 0;
	ring->first_free = head;
	ring->nfree = (uint16_t)(ring->nfree + count);
	ring->busy--;
}

enum ring_result
ring_take(struct ring *ring, uint16_t *id, uint32_t *len)
{
	uint16_t ready = (uint16_t)(used_index(ring) - ring->taken);
	volatile struct ring_used_entry *e;
	uint32_t head, written;

	if (ready == 0)
		return RING_NOTHING;
	if (ready > ring->busy)
		return RING_BAD_INDEX;
	e = &ring->used->entries[ring->taken % ring->size];
	head = e->id;
	written = e->len;
	if (head >= ring->size || ring->state[head].count == 0)
		return RING_BAD_ID;
	if (ring->state[head].writable == 0)
		written = 0;
	if (written > ring->state[head].writable)
		return RING_BAD_LEN;
	release(ring, (uint16_t)head);
	ring->taken++;
	*id = (uint16_t)head;
	*len = written;
	return RING_TAKEN;
}

void
ring_interrupt_on(struct ring *ring)
{
	if (ring->event_idx)
		*used_event(ring) = ring->taken;
	else
		*(volatile uint16_t *)&ring->avail->flags = 0;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/*
 * With an event index there is no other way than to name one that has been,
 * and will not be again so soon.
 */
void
ring_interrupt_off(struct ring *ring)
{
	if (ring->event_idx)
		*used_event(ring) = (uint16_t)(ring->taken - 1u);
	else
		*(volatile uint16_t *)&ring->avail->flags = AVAIL_NO_INTERRUPT;
}

const char *
ring_reason(enum ring_result result)
{
	switch (result) {
	case RING_BAD_INDEX:
		return "a device has used more than it was given";
	case RING_BAD_ID:
		return "a device has used what it was not given";
	case RING_BAD_LEN:
		return "a device has written more than there was room for";
	default:
		return "nothing";
	}
}
