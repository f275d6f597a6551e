/* SPDX-License-Identifier: ISC */
/*
 * sample.c: guests, as the policy sees them.
 */
#include <config.h>

#include "sample.h"

#include <stdio.h>
#include <string.h>

#include "compiler.h"

#define KIB	1024ull
#define GIB	(KIB * KIB * KIB)
#define TIB	(GIB * KIB)

/* The largest file that is made of whole blocks. */
#define LARGEST	(INT64_MAX - 511ull)

const uint64_t sample_capacities[] = {
	512,
	KIB,
	64 * KIB,
	2 * GIB - 512,
	2 * GIB,
	4 * GIB - 512,
	4 * GIB,
	4 * GIB + 512,
	6 * GIB,
	8 * GIB - 512,
	TIB,
	TIB + 4 * GIB - 512,
	LARGEST - 4 * GIB,
	LARGEST,
};

const size_t sample_capacities_size = NELEM(sample_capacities);

const struct sample_kind sample_kinds[] = {
	{ .name = "no devices" },
	{ .name = "a net", .devices = "n", .count = 1 },
	{ .name = "a net, odd", .devices = "n", .count = 1, .odd_fds = true },
	{ "512 bytes", "b", 1, 512, false },
	{ "1 KiB", "b", 1, KIB, false },
	{ "64 KiB", "b", 1, 64 * KIB, false },
	{ "2 GiB - 512", "b", 1, 2 * GIB - 512, false },
	{ "2 GiB", "b", 1, 2 * GIB, false },
	{ "4 GiB - 512", "b", 1, 4 * GIB - 512, false },
	{ "4 GiB", "b", 1, 4 * GIB, false },
	{ "4 GiB + 512", "b", 1, 4 * GIB + 512, false },
	{ "6 GiB", "b", 1, 6 * GIB, false },
	{ "8 GiB - 512", "b", 1, 8 * GIB - 512, false },
	{ "1 TiB", "b", 1, TIB, false },
	{ "1 TiB and nearly 4 GiB", "b", 1, TIB + 4 * GIB - 512, false },
	{ "the largest - 4 GiB", "b", 1, LARGEST - 4 * GIB, false },
	{ "the largest", "b", 1, LARGEST, false },
	{ "a net and a disk", "nb", 2, 4 * GIB, false },
	{ "a disk and a net", "bn", 2, TIB, false },
	{ "some of each", "nbbn", 8, 0, false },
	{ "some of each, odd", "bnn", 9, 0, true },
	{ "63 nets", "n", 63, 0, false },
	{ "63 disks", "b", 63, 0, false },
	{ "63 disks of 1 TiB", "b", 63, TIB, false },
	{ "63 of both", "nb", 63, 0, false },
	{ "63 of both, odd", "bbn", 63, 0, true },
};

const size_t sample_kinds_size = NELEM(sample_kinds);

/* "--net:a=@0" and "@2" are possible, and so is a descriptor of any size. */
static int
odd_fd(uint32_t i)
{
	static const int fds[] = { 0, 2, INT32_MAX, 0x10000, 255, 256 };

	return i - 1 < NELEM(fds) ? fds[i - 1] : 1000 + 97 * (int)i;
}

static void
device_make(struct mft_entry *e, uint32_t i, const struct sample_kind *kind)
{
	const char type = kind->devices[(i - 1) % strlen(kind->devices)];

	(void)snprintf(e->name, sizeof(e->name), "device%u", i);
	e->attached = true;
	e->b.hostfd = kind->odd_fds ? odd_fd(i) : 2 + (int)i;
	if (type == 'n') {
		e->type = MFT_DEV_NET_BASIC;
		e->u.net_basic.mtu = 1500;
		return;
	}
	e->type = MFT_DEV_BLOCK_BASIC;
	e->u.block_basic.block_size = 512;
	e->u.block_basic.capacity = kind->capacity != 0 ? kind->capacity :
	    sample_capacities[i % sample_capacities_size];
}

void
sample_make(struct sample *sample, const struct sample_kind *kind)
{
	struct mft *mft = &sample->m.mft;
	uint32_t i;

	memset(sample, 0, sizeof(*sample));
	sample->name = kind->name;
	sample->params.mft = mft;
	mft->version = MFT_VERSION;
	mft->entries = kind->count + 1;
	mft->e[0].type = MFT_RESERVED_FIRST;
	for (i = 1; i < mft->entries; i++)
		device_make(&mft->e[i], i, kind);
	/* As the tender does, behind those of the devices. */
	sample->params.epollfd = 3 + (int)kind->count;
	sample->params.timerfd = 4 + (int)kind->count;
}
