/* SPDX-License-Identifier: ISC */
/*
 * hostile.c: what is wrong with a device that is.
 */
#include <config.h>

#include <string.h>

#include "prng.h"
#include "s5microvm.h"

static const char *const names[WRONG_COUNT] = {
	[WRONG_INDEX] = "index",		/* used more than there was */
	[WRONG_ID] = "id",			/* a chain that is free */
	[WRONG_ID_HUGE] = "id-huge",		/* a chain that is none */
	[WRONG_LEN] = "len",			/* a byte too much */
	[WRONG_LEN_HUGE] = "len-huge",
	[WRONG_REPEAT] = "repeat",		/* a chain, twice */
	[WRONG_SHORT] = "short",		/* less than a header */
	[WRONG_NO_RESULT] = "no-result",	/* nothing written */
	[WRONG_RANDOM] = "random",		/* anything, at any time */
	[WRONG_MAGIC] = "magic",
	[WRONG_VERSION] = "version",
	[WRONG_FEATURES] = "features",		/* version 1 is not offered */
	[WRONG_REFUSES] = "refuses",		/* the features agreed on */
	[WRONG_NO_RESET] = "no-reset",
	[WRONG_FAILED] = "failed",		/* asks for a reset */
	[WRONG_NO_QUEUE] = "no-queue",
	[WRONG_ODD_QUEUE] = "odd-queue",
	[WRONG_HUGE_QUEUE] = "huge-queue",
	[WRONG_UNSTABLE] = "unstable",		/* always changing */
	[WRONG_BLOCK_SIZE] = "block-size",
	[WRONG_CAPACITY] = "capacity",
	[WRONG_SIZE_MAX] = "size-max",
	[WRONG_MTU_SMALL] = "mtu-small",
	[WRONG_MTU_LARGE] = "mtu-large",
};

/* A register, or four bytes of the configuration, and what it reads as. */
static const struct {
	enum wrong wrong;
	uint32_t at;
	uint32_t mask;
	uint32_t value;
} registers[] = {
	{ WRONG_MAGIC, 0x000, 0, 0x12345678 },
	{ WRONG_VERSION, 0x004, 0, 3 },
	{ WRONG_REFUSES, 0x070, ~8u, 0 },
	{ WRONG_NO_RESET, 0x070, ~0u, 0x80 },
	{ WRONG_NO_QUEUE, 0x034, 0, 0 },
	{ WRONG_ODD_QUEUE, 0x034, 0, 24 },
	{ WRONG_HUGE_QUEUE, 0x034, 0, 0x10000 },
	{ WRONG_CAPACITY, 0x104, 0, 0xffffffff },
	{ WRONG_SIZE_MAX, 0x108, 0, 511 },
	{ WRONG_BLOCK_SIZE, 0x114, 0, 3000 },
	{ WRONG_MTU_SMALL, 0x108, 0x0000ffff, 67u << 16 },
	{ WRONG_MTU_LARGE, 0x108, 0x0000ffff, 0xffffu << 16 },
};

enum wrong
wrong_find(const char *name)
{
	size_t i;

	for (i = 1; i < WRONG_COUNT; i++)
		if (strcmp(names[i], name) == 0)
			break;
	return (enum wrong)i;
}

uint32_t
wrong_register(const struct device *dev, uint64_t at, uint32_t value)
{
	size_t i;

	/* The upper half of features; version 1 is the least bit of it. */
	if (dev->wrong == WRONG_FEATURES && at == 0x010 &&
	    dev->features_sel == 1)
		return value & ~1u;
	/* When the driver is ready. */
	if (dev->wrong == WRONG_FAILED && at == 0x070 && (value & 4) != 0)
		return value | 0x40;
	for (i = 0; i < NELEM(registers); i++)
		if (registers[i].wrong == dev->wrong && registers[i].at == at)
			return (value & registers[i].mask) |
			    registers[i].value;
	return value;
}

void
wrong_used(struct device *dev, uint32_t *id, uint32_t *len, uint16_t *index)
{
	static uint32_t last;

	if (dev->calm > 0) {
		dev->calm--;
		last = *id;
		return;
	}
	switch (dev->wrong) {
	case WRONG_INDEX:
		*index = (uint16_t)(*index + 1000);
		break;
	case WRONG_ID:
		*id = (*id + 200) % 256;
		break;
	case WRONG_ID_HUGE:
		*id = 0x80000000;
		break;
	case WRONG_LEN:
		*len = dev->is_net ? 12 + 1514 + 1 : 512 + 1 + 1;
		break;
	case WRONG_LEN_HUGE:
		*len = 0xffffffff;
		break;
	case WRONG_REPEAT:
		*id = last;
		break;
	case WRONG_SHORT:
		*len = 11;
		break;
	default:
		break;
	}
	last = *id;
}

static void
scribble(struct device *dev, struct memory *m, uint64_t gpa, uint64_t len)
{
	uint8_t *p = memory_at(m, gpa, len);
	size_t n;

	if (p == NULL)
		return;
	for (n = prng_below(&dev->random, 8); n != 0; n--)
		p[prng_below(&dev->random, len)] =
		    (uint8_t)prng_next(&dev->random);
}

void
wrong_rings(struct device *dev, struct memory *m)
{
	const struct queue *q;
	size_t i;

	if (dev->wrong != WRONG_RANDOM)
		return;
	if (dev->calm > 0) {
		dev->calm--;
		return;
	}
	for (i = 0; i < QUEUES; i++) {
		q = &dev->queue[i];
		if (!q->ready)
			continue;
		scribble(dev, m, q->device, 6 + 8ull * q->size);
	}
}
