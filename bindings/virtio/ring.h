/* SPDX-License-Identifier: ISC */
/*
 * ring.h: a virtqueue, as the specification calls the ring by which a device
 * is given buffers and gives them back.
 *
 * The device may write what it likes into the part of the memory that is
 * shared.  So what is needed to know who has which buffer is kept elsewhere,
 * and what the device says is checked against that.
 *
 * Calls nothing, so that it can be tried anywhere.
 */
#ifndef SOLO5_VIRTIO_RING_H
#define SOLO5_VIRTIO_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RING_SIZE_MAX	32768u

/* Where the older layout, which is one piece, has its second part. */
#define RING_ALIGN	4096u

struct ring_desc {
	uint64_t addr;
	uint32_t len;
	uint16_t flags;
	uint16_t next;
};

/* To the device; size entries, and the event index behind them. */
struct ring_avail {
	uint16_t flags;
	uint16_t index;
	uint16_t entries[];
};

/* From the device; the event index is behind these entries, too. */
struct ring_used_entry {
	uint32_t id;
	uint32_t len;
};

struct ring_used {
	uint16_t flags;
	uint16_t index;
	struct ring_used_entry entries[];
};

/* What is not shared: for each descriptor. */
struct ring_state {
	uint16_t next;		/* of the same chain, or of the free ones */
	uint16_t count;		/* of a chain that the device has; else 0 */
	uint32_t writable;	/* bytes of it that the device may write */
};

struct ring {
	struct ring_desc *desc;
	struct ring_avail *avail;
	volatile struct ring_used *used;
	const volatile uint16_t *avail_event;	/* behind used's entries */
	struct ring_state *state;
	uint16_t size;
	bool event_idx;		/* negotiated */

	uint16_t nfree;		/* descriptors */
	uint16_t first_free;
	uint16_t busy;		/* chains that the device has */
	uint16_t added;		/* index of avail */
	uint16_t published;	/* that the device can see */
	uint16_t notified;	/* that the device was told of */
	uint16_t taken;		/* index of used */
};

/* A piece of memory, for the device to read or to write. */
struct ring_buf {
	uintptr_t addr;
	uint32_t len;
	bool writable;
};

/* What ring_take finds. */
enum ring_result {
	RING_NOTHING,
	RING_TAKEN,
	RING_BAD_INDEX,		/* more was used than there was */
	RING_BAD_ID,		/* a buffer that the device has not */
	RING_BAD_LEN		/* more than the buffer holds */
};

/* Bytes of a ring of that size, and of what is not shared. */
size_t ring_bytes(uint16_t size);
size_t ring_state_bytes(uint16_t size);

/*
 * Makes a ring of size entries, which are a power of two, in zeroed memory of
 * the sizes above; mem is aligned to RING_ALIGN.
 */
void ring_init(struct ring *ring, uint16_t size, bool event_idx, void *mem,
    void *state);

/*
 * Adds a chain of 1 or more buffers, those to read before those to write, and
 * returns the number by which it comes back; -1 if there is no room.  The
 * device does not see it yet.
 */
int ring_add(struct ring *ring, const struct ring_buf *bufs,
    unsigned int nbufs);

/* Shows the device what was added; true if it wants to be told. */
bool ring_publish(struct ring *ring);

/*
 * Whether the device wants to be told of what it was shown before: it may have
 * gone to sleep at the same moment, on a host that keeps no order.
 */
bool ring_missed(struct ring *ring);

/*
 * Takes back a chain that the device has used: its number, and how much was
 * written to it.  The length of chains that nothing can be written to is 0:
 * devices are known that say something else.
 */
enum ring_result ring_take(struct ring *ring, uint16_t *id, uint32_t *len);

/* Whether ring_take would return something else than RING_NOTHING. */
bool ring_pending(const struct ring *ring);

/*
 * Asks for an interrupt when the device uses the next chain, and for none.
 * After the former ring_pending must be asked again: it may be too late.
 */
void ring_interrupt_on(struct ring *ring);
void ring_interrupt_off(struct ring *ring);

/* What is wrong with a device, for the last three results. */
const char *ring_reason(enum ring_result result);

#endif /* SOLO5_VIRTIO_RING_H */
