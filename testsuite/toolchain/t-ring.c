/* SPDX-License-Identifier: ISC */
/*
 * t-ring.c: the virtio bindings' rings, with devices that behave, in any
 * order and for longer than their indices last, and with those that do not.
 */
#include <config.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

/* The bindings' code, as part of this program. */
#include "../../bindings/virtio/ring.c"

#define SIZE_MOST	256u
#define ROUNDS		200000	/* more than three times around */
#define GUARD		0xa5

/* A ring, and memory around it that nobody may write to. */
static struct ring ring;
static unsigned char *shared;
static unsigned char *private;

static void
make(uint16_t size, bool event_idx)
{
	size_t bytes = ring_bytes(size), state = ring_state_bytes(size);

	free(shared);
	free(private);
	shared = aligned_alloc(RING_ALIGN,
	    (bytes + 2 * RING_ALIGN - 1) / RING_ALIGN * RING_ALIGN);
	private = malloc(state + RING_ALIGN);
	if (shared == NULL || private == NULL)
		exit(99);
	memset(shared, 0, bytes);
	memset(shared + bytes, GUARD, 16);
	memset(private, 0, state);
	memset(private + state, GUARD, RING_ALIGN);
	ring_init(&ring, size, event_idx, shared, private);
}

static bool
guards_whole(void)
{
	size_t bytes = ring_bytes(ring.size);
	size_t state = ring_state_bytes(ring.size);

	for (size_t i = 0; i < 16; i++)
		if (shared[bytes + i] != GUARD)
			return false;
	for (size_t i = 0; i < RING_ALIGN; i++)
		if (private[state + i] != GUARD)
			return false;
	return true;
}

/* The device's side. */
static uint16_t seen;		/* index of avail */

static bool
device_get(uint16_t *head)
{
	if (ring.avail->index == seen)
		return false;
	*head = ring.avail->entries[seen++ % ring.size];
	return true;
}

static void
device_put(uint32_t id, uint32_t len)
{
	volatile struct ring_used_entry *e =
	    &ring.used->entries[ring.used->index % ring.size];

	e->id = id;
	e->len = len;
	ring.used->index++;
}

/* The bytes of a chain that can be written, as the device counts them. */
static uint32_t
device_writable(uint16_t id)
{
	uint32_t sum = 0;

	for (;;) {
		const struct ring_desc *d = &ring.desc[id];

		if ((d->flags & DESC_WRITE) != 0)
			sum += d->len;
		if ((d->flags & DESC_NEXT) == 0)
			return sum;
		id = d->next;
	}
}

static int
add(unsigned int nread, unsigned int nwrite)
{
	struct ring_buf bufs[8];

	for (unsigned int i = 0; i < nread + nwrite; i++)
		bufs[i] = (struct ring_buf){ 0x1000 * (i + 1), 100 + i,
		    i >= nread };
	return ring_add(&ring, bufs, nread + nwrite);
}

/* Gives and takes chains of all lengths, in no order. */
static void
behave(uint16_t size, bool event_idx)
{
	uint16_t held[SIZE_MOST], head, id;
	unsigned int nheld = 0, out = 0;
	uint32_t len, random = 1;
	int added;

	make(size, event_idx);
	seen = 0;
	for (unsigned int round = 0; round < ROUNDS; round++) {
		random = random * 1103515245 + 12345;
		added = add(random >> 16 & 1, (random >> 17 & 1) + 1);
		if (added >= 0)
			out++;
		else
			CHECK(ring.nfree < 3);
		(void)ring_publish(&ring);
		while (device_get(&head))
			held[nheld++] = head;
		if (nheld > 0 && ((random >> 20 & 3) != 0 || added < 0)) {
			unsigned int i = (random >> 22) % nheld;

			len = device_writable(held[i]);
			device_put(held[i], len);
			CHECK(ring_pending(&ring));
			CHECK(ring_take(&ring, &id, &len) == RING_TAKEN);
			CHECK(id == held[i]);
			CHECK(!ring_pending(&ring));
			held[i] = held[--nheld];
			out--;
		}
		if (out != ring.busy)
			break;
	}
	CHECK(out == ring.busy);
	while (nheld > 0) {
		device_put(held[--nheld], 0);
		CHECK(ring_take(&ring, &id, &len) == RING_TAKEN);
	}
	CHECK(ring.nfree == size && ring.busy == 0);
	CHECK(ring_take(&ring, &id, &len) == RING_NOTHING);
	CHECK(guards_whole());
}

/* A ring of 4, of which the device has two chains. */
static uint16_t first, second;

static void
begin(void)
{
	make(4, true);
	seen = 0;
	first = (uint16_t)add(1, 1);
	second = (uint16_t)add(0, 1);
	(void)ring_publish(&ring);
}

static void
misbehave(uint32_t id, uint32_t len, enum ring_result want)
{
	struct ring before;
	uint32_t got_len = 7;
	uint16_t got = 7;

	begin();
	device_put(id, len);
	before = ring;
	CHECK(ring_take(&ring, &got, &got_len) == want);
	if (want == RING_TAKEN)
		return;
	CHECK(got == 7 && got_len == 7);
	CHECK(memcmp(&before, &ring, sizeof(ring)) == 0);
	CHECK(guards_whole());
	CHECK(ring_reason(want)[0] == 'a');
}

static void
misbehave_index(uint16_t index, enum ring_result want)
{
	uint32_t len;
	uint16_t id;

	begin();
	device_put(first, 0);
	ring.used->index = index;
	CHECK(ring_take(&ring, &id, &len) == want);
	CHECK(guards_whole());
}

static void
all_misbehaviour(void)
{
	uint32_t len;
	uint16_t id;

	begin();
	misbehave(first, 101, RING_TAKEN);
	misbehave(first, 102, RING_BAD_LEN);
	misbehave(second, 100, RING_TAKEN);
	misbehave(second, UINT32_MAX, RING_BAD_LEN);
	misbehave(4, 0, RING_BAD_ID);
	misbehave(3, 0, RING_BAD_ID);		/* free */
	misbehave(1, 0, RING_BAD_ID);		/* inside a chain */
	misbehave(0x10000 | first, 0, RING_BAD_ID);
	misbehave(UINT32_MAX, 0, RING_BAD_ID);
	misbehave_index(3, RING_BAD_INDEX);
	misbehave_index(0xffff, RING_BAD_INDEX);
	misbehave_index(0x8000, RING_BAD_INDEX);
	misbehave_index(0, RING_NOTHING);

	/* The same one twice. */
	begin();
	device_put(first, 0);
	device_put(first, 0);
	CHECK(ring_take(&ring, &id, &len) == RING_TAKEN);
	CHECK(ring_take(&ring, &id, &len) == RING_BAD_ID);

	/* What is shared says nothing about chains. */
	begin();
	memset(ring.desc, 0xff, 4 * sizeof(*ring.desc));
	device_put(first, 50);
	CHECK(ring_take(&ring, &id, &len) == RING_TAKEN && len == 50);
	CHECK(ring.nfree == 3);
	CHECK(guards_whole());

	/* Nothing can be written to it, and the device says that it was. */
	make(4, true);
	first = (uint16_t)add(2, 0);
	(void)ring_publish(&ring);
	device_put(first, 1514);
	CHECK(ring_take(&ring, &id, &len) == RING_TAKEN && len == 0);
}

/* Who is told, and who interrupts, by flags and by indices. */
static void
notifications(void)
{
	make(8, false);
	CHECK(ring.avail->flags == AVAIL_NO_INTERRUPT);
	ring_interrupt_on(&ring);
	CHECK(ring.avail->flags == 0);
	CHECK(!ring_publish(&ring));
	add(1, 0);
	CHECK(ring_publish(&ring));
	ring.used->flags = USED_NO_NOTIFY;
	add(1, 0);
	CHECK(!ring_publish(&ring));

	make(8, true);
	CHECK(ring.avail->entries[8] == 0xffff);
	ring_interrupt_on(&ring);
	CHECK(ring.avail->entries[8] == 0);
	CHECK(!ring_publish(&ring));
	add(1, 0);
	CHECK(ring_publish(&ring));		/* the device waits for 0 */
	add(1, 0);
	CHECK(!ring_publish(&ring));
	*(volatile uint16_t *)ring.avail_event = 3;
	add(1, 0);
	CHECK(!ring_publish(&ring));		/* 2 */
	add(1, 0);
	add(1, 0);
	CHECK(ring_publish(&ring));		/* 3 and 4 */
	CHECK(!ring_missed(&ring));
}

/* The device goes to sleep, and each of the two has not seen the other. */
static void
missed(void)
{
	make(8, true);
	add(1, 0);
	CHECK(ring_publish(&ring));
	add(1, 0);
	CHECK(!ring_publish(&ring));
	CHECK(!ring_missed(&ring));
	*(volatile uint16_t *)ring.avail_event = 1;
	CHECK(ring_missed(&ring));
	CHECK(!ring_missed(&ring));
	*(volatile uint16_t *)ring.avail_event = 2;
	CHECK(!ring_missed(&ring));
	add(1, 0);
	CHECK(ring_publish(&ring));

	/* What is seen late is told of with what comes then. */
	add(1, 0);
	CHECK(!ring_publish(&ring));
	*(volatile uint16_t *)ring.avail_event = 3;
	add(1, 0);
	CHECK(ring_publish(&ring));

	make(8, false);
	ring.used->flags = USED_NO_NOTIFY;
	add(1, 0);
	CHECK(!ring_publish(&ring));
	ring.used->flags = 0;
	CHECK(ring_missed(&ring));
	CHECK(!ring_missed(&ring));
}

/* However long a device is awake, it is told when it is not any more. */
static void
long_awake(void)
{
	uint16_t head, id;
	uint32_t len;

	make(8, true);
	*(volatile uint16_t *)ring.avail_event = 0x8000;
	for (unsigned int i = 0; i < 3 * 65536; i++) {
		if (i % 0x8000 == 100)
			*(volatile uint16_t *)ring.avail_event =
			    (uint16_t)(i - 100);
		head = (uint16_t)add(1, 0);
		CHECK(!ring_publish(&ring));
		device_put(head, 0);
		CHECK(ring_take(&ring, &id, &len) == RING_TAKEN);
	}
	*(volatile uint16_t *)ring.avail_event = ring.published;
	add(1, 0);
	CHECK(ring_publish(&ring));
}

int
main(void)
{
	for (uint16_t size = 4; size <= SIZE_MOST; size *= 4) {
		behave(size, false);
		behave(size, true);
	}
	all_misbehaviour();
	notifications();
	missed();
	long_awake();
	free(shared);
	free(private);
	return check_status();
}
