/* SPDX-License-Identifier: ISC */
/*
 * ring.c: the network ring of hvt_abi.h.
 *
 * Applications have their buffers back when a call returns, so frames are
 * copied, to and from buffers that the tender works on meanwhile.  There are
 * as many as may be on their way at a time.
 *
 * A read is complete even if there was no frame.  So as many are asked for in
 * advance as it turned out were there the last times: many in a stream, and one
 * where frames come one by one.
 */
#include "hvt.h"

#include "ring.h"

#include "cpu.h"
#include "device.h"

#define SENDS		64u
#define RECEIVES	64u
#define AHEAD_MAX	32u

/* Buffers in which frames are received have numbers; 0 is none. */
struct receive {
	uint8_t next;		/* in the list that it is in */
	uint8_t handle;
	uint16_t length;
};

struct port {
	uint8_t first, last;	/* of received frames */
	uint8_t received;	/* how many these are */
	uint8_t asked;		/* how many the tender is to look for */
	uint8_t ahead;		/* how many of both there should be */
	bool came_empty;	/* the last was looked for, and not there */
	bool polled;		/* there is one that was not looked for */
};

static struct hvt_net_ring *ring;
static uint8_t (*buffer)[HVT_RING_FRAME_MAX];

static uint32_t ent_tail, com_head;

/* The entry that each buffer was last sent by. */
static uint32_t sent[SENDS];
static uint32_t sends;

static struct receive receive[1 + RECEIVES];
static uint8_t idle;
static struct port port[MFT_MAX_ENTRIES];

static size_t
frame_max(solo5_handle_t handle)
{
	return net_frame_max(&devices.mft->e[handle]);
}

/* Whether all frames of a device can be received by way of the ring. */
static bool
fits(solo5_handle_t handle)
{
	return ring != NULL && frame_max(handle) <= HVT_RING_FRAME_MAX;
}

static uint8_t *
receive_buffer(uint8_t n)
{
	return buffer[SENDS + n - 1];
}

static void
release(uint8_t n)
{
	receive[n].next = idle;
	idle = n;
}

/*
 * Tenders that older releases have offer it as well, and do not serve it
 * before a hypercall: those are left to the hypercalls.
 */
void
ring_init(struct hvt_boot_info *bi, struct memory *mem)
{
	uintptr_t start = symbol_value(_end);

	if (hvt.old_tender || (bi->host_features & HVT_FEATURE_RING_IO) == 0)
		return;
	if (start < mem->kernel_end)
		start = mem->kernel_end;
	start = round_up(start, CPU_PAGE_SIZE);
	buffer = (uint8_t (*)[HVT_RING_FRAME_MAX])start;
	mem->kernel_end = start + (SENDS + RECEIVES) * sizeof(*buffer);
	for (uint8_t n = RECEIVES; n > 0; n--)
		release(n);
	bi->guest_features |= HVT_FEATURE_RING_IO;
	ring = (struct hvt_net_ring *)(uintptr_t)bi->net_ring;
}

static void
submit(uint32_t operation, solo5_handle_t handle, const uint8_t *data,
    uint32_t len, uint32_t id)
{
	ring->ent[ent_tail++ % HVT_RING_SIZE] = (struct hvt_ring_entry){
		.operation = operation, .handle = (uint32_t)handle,
		.data = (uintptr_t)data, .len = len, .id = id,
	};
}

/*
 * The tender sets needs_kick and then reads ent_tail, as here the other way
 * round, so one of the two sees what the other has written.
 */
static void
publish(void)
{
	__atomic_store_n(&ring->ent_tail, ent_tail, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&ring->needs_kick, __ATOMIC_SEQ_CST) != 0)
		hypercall_kick();
}

/*
 * Buffers are sent in turn.  If all of them are on their way a hypercall is
 * not the worst: then the tender does the work of two.
 */
bool
ring_send(solo5_handle_t handle, const uint8_t *buf, size_t size)
{
	const uint32_t n = sends % SENDS;
	uint32_t done;

	if (ring == NULL || size > HVT_RING_FRAME_MAX)
		return false;
	done = __atomic_load_n(&ring->ent_head, __ATOMIC_ACQUIRE);
	if (sends >= SENDS && (int32_t)(done - sent[n]) <= 0)
		return false;
	memcpy(buffer[n], buf, size);
	sent[n] = ent_tail;
	sends++;
	submit(HVT_RING_OP_WRITE, handle, buffer[n], (uint32_t)size, 0);
	publish();
	return true;
}

static void
received(uint8_t n, uint16_t length)
{
	struct port *p = &port[receive[n].handle];

	receive[n].length = length;
	receive[n].next = 0;
	if (p->first == 0)
		p->first = n;
	else
		receive[p->last].next = n;
	p->last = n;
	p->received++;
	p->came_empty = false;
	if (p->ahead < AHEAD_MAX)
		p->ahead++;
}

/* Several may be found not to be there at a time. */
static void
not_received(uint8_t n)
{
	struct port *p = &port[receive[n].handle];

	release(n);
	if (!p->came_empty)
		p->ahead /= 2;
	p->came_empty = true;
}

/* Takes what the tender has completed. */
static void
reap(void)
{
	const uint32_t tail = __atomic_load_n(&ring->com_tail,
	    __ATOMIC_ACQUIRE);
	const struct hvt_ring_completion *c;

	if (com_head == tail)
		return;
	for (; com_head != tail; com_head++) {
		c = &ring->com[com_head % HVT_RING_SIZE];
		port[receive[c->id].handle].asked--;
		if (c->ret == SOLO5_R_OK)
			received((uint8_t)c->id, (uint16_t)c->len);
		else
			not_received((uint8_t)c->id);
	}
	__atomic_store_n(&ring->com_head, com_head, __ATOMIC_RELEASE);
}

/* Asks for so many frames as long as there are buffers. */
static void
ask(solo5_handle_t handle, unsigned int count)
{
	const uint32_t len = (uint32_t)frame_max(handle);
	uint8_t n;

	for (; count > 0 && idle != 0; count--) {
		n = idle;
		idle = receive[n].next;
		receive[n].handle = (uint8_t)handle;
		port[handle].asked++;
		submit(HVT_RING_OP_READ, handle, receive_buffer(n), len, n);
	}
	publish();
}

/* Half at a time, rather than each time one. */
static void
look_ahead(solo5_handle_t handle)
{
	const struct port *p = &port[handle];
	const unsigned int have = p->asked + p->received;

	if (have <= p->ahead / 2u && have < p->ahead)
		ask(handle, p->ahead - have);
}

static size_t
take(struct port *p, uint8_t *buf)
{
	const uint8_t n = p->first;
	const size_t length = receive[n].length;

	memcpy(buf, receive_buffer(n), length);
	p->first = receive[n].next;
	p->received--;
	release(n);
	return length;
}

/*
 * Who asks again and again without waiting is told each second time at once
 * that there is nothing, as the tender has just looked.
 */
enum ring_frame
ring_receive(solo5_handle_t handle, uint8_t *buf, size_t *length)
{
	struct port *p = &port[handle];

	if (!fits(handle))
		return RING_ELSEWHERE;
	reap();
	if (p->first != 0) {
		*length = take(p, buf);
		look_ahead(handle);
		return RING_GIVEN;
	}
	if (p->polled && p->asked == 0) {
		p->polled = false;
		return RING_ELSEWHERE;
	}
	if (p->asked == 0 && !p->came_empty)
		ask(handle, 1);
	else
		p->came_empty = false;
	return RING_NONE;
}

void
ring_received_elsewhere(solo5_handle_t handle)
{
	struct port *p = &port[handle];

	if (!fits(handle))
		return;
	p->came_empty = false;
	if (p->ahead == 0)
		p->ahead = 1;
	look_ahead(handle);
}

solo5_handle_set_t
ring_ready(void)
{
	solo5_handle_set_t left = devices.nets, ready = 0;
	solo5_handle_t handle;

	if (ring == NULL)
		return 0;
	reap();
	for (; left != 0; left &= left - 1) {
		handle = (solo5_handle_t)__builtin_ctzll(left);
		if (port[handle].received > 0)
			ready |= (solo5_handle_set_t)1 << handle;
	}
	return ready;
}

/* A frame that was looked for may be the one. */
void
ring_polled(solo5_handle_set_t ready)
{
	solo5_handle_set_t here = ring_ready();

	for (ready &= ~here; ready != 0; ready &= ready - 1)
		port[__builtin_ctzll(ready)].polled = true;
}
