/* SPDX-License-Identifier: ISC */
/*
 * t-channel.c: the bindings' channels against their other side, and against
 * a shared memory that holds anything.  Behind that memory nothing is mapped.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "channel.c"

#include "check.h"
#include "prng.h"

#define PROTOCOL	0x1234u
#define ROOM		8192u
#define SIZE		100u
#define ELEMENTS	((ROOM - 64) / SIZE)

static unsigned char *memory;
static struct channel_header *shared;

/* A page before it and one behind it may not be accessed. */
static void
memory_create(void)
{
	unsigned char *p = mmap(NULL, ROOM + 2 * 4096, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED ||
	    mprotect(p + 4096, ROOM, PROT_READ | PROT_WRITE) == -1)
		check_broken("memory");
	memory = p + 4096;
	shared = (struct channel_header *)(void *)memory;
}

static void
put(struct channel_writer *w, int byte)
{
	(void)memset(channel_write_begin(w), byte, SIZE);
	channel_write_end(w);
}

/* The byte that the next packet is made of, or -1 if there is none. */
static int
get(struct channel_reader *r)
{
	unsigned char packet[SIZE];
	const void *p = channel_read_begin(r);
	size_t i;

	if (p == NULL)
		return -1;
	(void)memcpy(packet, p, SIZE);
	if (!channel_read_end(r))
		return -1;
	for (i = 1; i < SIZE; i++)
		if (packet[i] != packet[0])
			return -2;
	return packet[0];
}

static void
both_create(struct channel_writer *w, struct channel_reader *r)
{
	(void)memset(memory, 0, ROOM);
	channel_reader_init(r, memory, ROOM, PROTOCOL, SIZE);
	CHECK(get(r) == -1);
	CHECK(channel_writer_init(w, memory, ROOM, PROTOCOL, SIZE, 7));
}

/* What the writer leaves is what Muen's description says. */
static void
layout(void)
{
	struct channel_writer w;
	uint64_t field[8];

	(void)memset(memory, 0xff, ROOM);
	CHECK(channel_writer_init(&w, memory, ROOM, PROTOCOL, SIZE, 7));
	put(&w, 'a');
	(void)memcpy(field, memory, sizeof(field));
	CHECK(field[0] == 0x487312b6b79a9b6d && field[1] == 7);
	CHECK(field[2] == PROTOCOL && field[3] == SIZE);
	CHECK(field[4] == ELEMENTS && field[5] == 0);
	CHECK(field[6] == 1 && field[7] == 1);
	CHECK(memory[64] == 'a' && memory[64 + SIZE] == 0);
	CHECK(memory[ROOM - 1] == 0);
	CHECK(!channel_writer_init(&w, memory, 64 + SIZE - 1, PROTOCOL, SIZE,
	    7));
	CHECK(!channel_writer_init(&w, memory, 63, PROTOCOL, SIZE, 7));
}

static void
in_order(void)
{
	struct channel_writer w;
	struct channel_reader r;
	int i;

	both_create(&w, &r);
	for (i = 0; i < 1000; i++) {
		CHECK(!channel_ready(&r));
		put(&w, i % 256);
		CHECK(channel_ready(&r));
		CHECK(get(&r) == i % 256);
	}
	for (i = 0; i < (int)ELEMENTS; i++)
		put(&w, i % 256);
	for (i = 0; i < (int)ELEMENTS; i++)
		CHECK(get(&r) == i % 256);
	CHECK(get(&r) == -1);
}

/* One packet too many, and all are given up; what follows arrives. */
static void
overrun(void)
{
	struct channel_writer w;
	struct channel_reader r;
	int i;

	both_create(&w, &r);
	for (i = 0; i <= (int)ELEMENTS; i++)
		put(&w, 1);
	CHECK(get(&r) == -1);
	CHECK(get(&r) == -1);
	put(&w, 2);
	CHECK(get(&r) == 2);
}

/* What is overwritten while it is read is not the packet. */
static void
overwritten(void)
{
	struct channel_writer w;
	struct channel_reader r;
	int i;

	both_create(&w, &r);
	put(&w, 1);
	CHECK(channel_read_begin(&r) != NULL);
	for (i = 0; i < (int)ELEMENTS; i++)
		put(&w, 2);
	CHECK(!channel_read_end(&r));

	both_create(&w, &r);
	put(&w, 1);
	CHECK(channel_read_begin(&r) != NULL);
	CHECK(channel_writer_init(&w, memory, ROOM, PROTOCOL, SIZE, 8));
	CHECK(!channel_read_end(&r));
	put(&w, 3);
	CHECK(get(&r) == 3);
}

/* Writers that come, and go, and come. */
static void
epochs(void)
{
	struct channel_writer w;
	struct channel_reader r;

	both_create(&w, &r);
	put(&w, 1);
	put(&w, 2);
	CHECK(get(&r) == 1);
	shared->epoch = 0;
	CHECK(!channel_ready(&r) && get(&r) == -1);
	CHECK(channel_writer_init(&w, memory, ROOM, PROTOCOL, SIZE, 9));
	CHECK(!channel_ready(&r));
	put(&w, 3);
	CHECK(get(&r) == 3);
}

/* A ring that is not for this reader, until there is another. */
static void
refused(void)
{
	static const struct {
		size_t field;
		uint64_t value;
	} bad[] = {
		{ 0, 0 }, { 0, CHANNEL_TRANSPORT + 1 },
		{ 2, 0 }, { 2, PROTOCOL + 1 },
		{ 3, 0 }, { 3, SIZE - 1 }, { 3, SIZE + 1 }, { 3, UINT64_MAX },
		{ 4, 0 }, { 4, ELEMENTS + 1 }, { 4, 1ull << 32 },
		{ 4, 1ull << 63 }, { 4, UINT64_MAX },
		{ 4, UINT64_MAX / SIZE + 1 }
	};
	struct channel_writer w;
	struct channel_reader r;
	size_t i;

	for (i = 0; i < NELEM(bad); i++) {
		both_create(&w, &r);
		((uint64_t *)(void *)memory)[bad[i].field] = bad[i].value;
		put(&w, 1);
		CHECK_CASE(!channel_ready(&r), "case %zu", i);
		CHECK_CASE(get(&r) == -1, "case %zu", i);
		CHECK(channel_writer_init(&w, memory, ROOM, PROTOCOL, SIZE,
		    8));
		put(&w, 2);
		CHECK_CASE(get(&r) == 2, "case %zu", i);
	}
	channel_reader_init(&r, memory, 63, PROTOCOL, SIZE);
	CHECK(!channel_ready(&r));
}

/* Counters that no honest writer has. */
static void
counters(void)
{
	static const uint64_t values[] = {
		0, 1, 2, ELEMENTS, ELEMENTS + 1, 1ull << 32, 1ull << 63,
		UINT64_MAX - ELEMENTS, UINT64_MAX - 1, UINT64_MAX
	};
	struct channel_writer w;
	struct channel_reader r;
	size_t i, j, n;

	for (i = 0; i < NELEM(values); i++)
		for (j = 0; j < NELEM(values); j++) {
			both_create(&w, &r);
			shared->wc = values[i];
			shared->wsc = values[j];
			for (n = 0; n < 3 * ELEMENTS; n++)
				CHECK(get(&r) <= 0);
		}
}

/*
 * Anything at any time, also between the beginning and the end of a read: what
 * is not in the memory is not touched, or this program ends by a signal.
 */
static void
anything(void)
{
	struct channel_writer w;
	struct channel_reader r;
	uint64_t seed = 4711;
	size_t i, got = 0;

	both_create(&w, &r);
	for (i = 0; i < 300000; i++) {
		uint64_t *field = (uint64_t *)(void *)memory +
		    prng_below(&seed, 8);
		const unsigned char *p = channel_read_begin(&r);

		if (p != NULL) {
			CHECK(p >= memory + 64 && p + SIZE <= memory + ROOM);
			got += p[0] + p[SIZE - 1] == 0;
		}
		if (prng_below(&seed, 3) == 0)
			*field = prng_next(&seed) >> prng_below(&seed, 64);
		if (p != NULL)
			(void)channel_read_end(&r);
		if (prng_below(&seed, 20) == 0)
			(void)channel_writer_init(&w, memory, ROOM, PROTOCOL,
			    SIZE, prng_next(&seed) | 1);
		if (prng_below(&seed, 4) == 0)
			put(&w, 0);
	}
	/* And some of that was a packet, else this would show nothing. */
	CHECK(got > 1000);
}

int
main(void)
{
	memory_create();
	layout();
	in_order();
	overrun();
	overwritten();
	epochs();
	refused();
	counters();
	anything();
	return check_status();
}
