/* SPDX-License-Identifier: ISC */
/*
 * fuzz.c: makes CALLS hypercalls with SEED, both on the command line, that
 * mean harm but do not end it, says how many these were, and then makes one
 * of which nothing is known.
 *
 * What ends a guest is memory that it does not have, so that all but the last
 * call have good addresses, and lengths that fit wherever these would be
 * used.  With a ring for frames, every other seed also writes there whatever
 * it likes.
 */
#include "guestlib.h"

#include <solo5/hvt_abi.h>

#include "cpu.h"

#define BOOT	((const volatile struct hvt_boot_info *)(uintptr_t)	\
    HVT_BOOT_INFO_BASE)

/* The memory that calls use, and what they may move there. */
#define AREA		(256u << 10)
#define DATA_MAX	(64u << 10)

/* Bytes of a ring's indices, and of all of it. */
#define RING_INDICES	128u
#define RING_SIZE	(RING_INDICES + 1024 * 32 + 1024 * 16)

static uint64_t state;
static uint64_t area;

/* Marsaglia's xorshift64. */
static uint64_t
random(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* A power of two. */
static uint64_t
below(uint64_t n)
{
	return random() >> 20 & (n - 1);
}

/* Where something begins, ends, or wraps; the first two are set later. */
static uint64_t edges[32] = {
	0, 0, 1, 2, 8, 64, 512, 1024, 1500, 1514, 2048, 4096, 0x7fff, 0x8000,
	0xffff, HVT_BOOT_INFO_BASE, 0xff000, 0xfffff, 0x100000, 1ull << 31,
	0xffffffff, 1ull << 32, 1ull << 62, 1ull << 63, 0ull - 0x100000,
	0ull - 4096, 0ull - 512, 0ull - 1, ~0ull >> 1, ~0ull >> 2,
	0xffffffff00000000, 0x100000000ull - 512,
};

static uint64_t
edge(void)
{
	const uint64_t r = random();
	const uint64_t n = edges[r >> 8 & 31];

	switch (r >> 16 & 3) {
	case 0:
		return n + (r >> 20 & 15) - 8;
	case 1:
		return r >> (r >> 24 & 63);
	}
	return n;
}

/* A call's words, at its structure. */
static void
fill(volatile uint64_t *word, uint64_t nr)
{
	const uint64_t data = area + 4096 + below(AREA / 2);
	/* A disk and frames end before this does. */
	const uint64_t length = below(4) == 0 ? edge() : 512 * below(128);

	word[3] = word[4] = edge();
	switch (nr) {
	case HVT_HYPERCALL_PUTS:
		word[0] = data;
		word[1] = below(64);
		break;
	case HVT_HYPERCALL_POLL:
		word[0] = below(1024);
		break;
	case HVT_HYPERCALL_BLOCK_WRITE:
	case HVT_HYPERCALL_BLOCK_READ:
		word[0] = below(8) == 0 ? edge() : 2;
		word[1] = below(2) == 0 ? edge() : 512 * below(256);
		word[2] = data;
		word[3] = length;
		break;
	case HVT_HYPERCALL_NET_WRITE:
		word[0] = below(8) == 0 ? edge() : 1;
		word[1] = data;
		word[2] = length;
		break;
	case HVT_HYPERCALL_NET_READ:
		word[0] = below(8) == 0 ? edge() : 1;
		word[1] = data;
		word[2] = below(DATA_MAX);
		break;
	}
}

static void
scribble(void)
{
	const uint64_t ring = BOOT->net_ring;
	uint64_t at;

	if (ring == 0)
		return;
	at = below(2) == 0 ? below(RING_INDICES) : random() % RING_SIZE;
	*(volatile uint32_t *)(uintptr_t)(ring + (at & ~3ull)) =
	    (uint32_t)(below(2) == 0 ? edge() : below(2048));
	if (below(4) == 0)
		cpu_ring_kick();
}

/* Of which nothing is known, but that it neither waits nor ends the guest. */
static void
last_call(void)
{
	const uint64_t addr = below(2) == 0 ? edge() : area + below(AREA / 2);
	uint64_t nr = below(2) == 0 ? 1 + below(8) : edge();
	size_t i;

	if (addr >= area && addr < area + AREA / 2)
		for (i = 0; i < 5; i++)
			((volatile uint64_t *)(uintptr_t)addr)[i] = edge();
	if (nr == HVT_HYPERCALL_POLL || nr == HVT_HYPERCALL_HALT)
		nr = HVT_HYPERCALL_WALLTIME;
	cpu_hypercall(nr, addr);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	const char *line = info->cmdline;
	uint64_t calls, addr, nr, i, seed;
	char word[24];

	if (!next_word(&line, word, sizeof(word)))
		return SOLO5_EXIT_FAILURE;
	seed = number(word);
	if (!next_word(&line, word, sizeof(word)))
		return SOLO5_EXIT_FAILURE;
	calls = number(word);
	state = seed * 0x9e3779b97f4a7c15ull | 1;
	area = (info->heap_start + 4095) & ~4095ull;
	edges[0] = BOOT->mem_size;
	edges[1] = BOOT->mem_size - 512;
	for (i = 0; i < calls; i++) {
		if (seed % 2 != 0 && below(4) == 0)
			scribble();
		addr = area + below(2048);
		nr = 1 + random() % 7;
		fill((volatile uint64_t *)(uintptr_t)addr, nr);
		cpu_hypercall(nr, addr);
	}
	put("\ncalls ");
	put_dec(calls);
	put("\n");
	last_call();
	return SOLO5_EXIT_SUCCESS;
}
