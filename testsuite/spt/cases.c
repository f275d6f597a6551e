/* SPDX-License-Identifier: ISC */
/*
 * cases.c: system calls that a guest may try.
 */
#include <config.h>

#include "cases.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>

#include "compiler.h"
#include "machine.h"
#include "prng.h"
#include "sample.h"

#define HIGH(n)	((uint64_t)(n) << 32)

/* Numbers that are swept. */
#define NUMBERS	2048

/* What guests may call, and its neighbours: near in kind or in number. */
static const int calls[] = {
	SYS_read,
	SYS_write,
	SYS_pread64,
	SYS_pwrite64,
	SYS_readv,
	SYS_writev,
	SYS_preadv,
	SYS_pwritev,
	SYS_epoll_pwait,
	SYS_epoll_ctl,
	SYS_timerfd_settime,
	SYS_timerfd_gettime,
	SYS_clock_gettime,
	SYS_clock_settime,
	SYS_clock_nanosleep,
	SYS_exit,
	SYS_exit_group,
	MACHINE_ONLY_NR,
};

static const uint32_t archs[] = {
	AUDIT_ARCH_AARCH64,
	AUDIT_ARCH_ARM,
	AUDIT_ARCH_I386,
	AUDIT_ARCH_PPC64LE,
	AUDIT_ARCH_X86_64,
	MACHINE_ARCH ^ __AUDIT_ARCH_LE,
	MACHINE_ARCH ^ __AUDIT_ARCH_64BIT,
	MACHINE_ARCH ^ 1,
	0,
	UINT32_MAX,
};

/* Arguments of any kind. */
static const uint64_t values[] = {
	0, 1, 2, 3, 511, 512, 513, 4096,
	0x7fffffff, 0x80000000, 0xfffffe00, 0xffffffff,
	HIGH(1), HIGH(1) + 1, HIGH(1) + 512, HIGH(2), HIGH(0x80000000),
	HIGH(0x80000000) - 1, HIGH(0xffffffff), UINT64_MAX - 511, UINT64_MAX,
	MACHINE_ONLY_ARG,
};

static void
try(struct cases *c, uint32_t arch, int nr, const uint64_t args[6])
{
	struct seccomp_data d = {
		.nr = nr,
		.arch = arch,
		.instruction_pointer = 0x123456,
		.args = {
			args[0], args[1], args[2], args[3], args[4], args[5]
		}
	};

	c->visit(c, &d);
}

/* The same from everywhere: other machines, and other sets of calls. */
static void
try_everywhere(struct cases *c, int nr, const uint64_t args[6])
{
	size_t i;

	try(c, MACHINE_ARCH, nr, args);
	try(c, MACHINE_ARCH, nr | MACHINE_OTHER_SET, args);
	try(c, MACHINE_ARCH, nr | INT32_MIN, args);
	for (i = 0; i < NELEM(archs); i++)
		if (archs[i] != MACHINE_ARCH)
			try(c, archs[i], nr, args);
}

static void
try_number(struct cases *c, int nr, uint64_t first)
{
	const uint64_t args[6] = { first };

	try(c, MACHINE_ARCH, nr, args);
	try(c, MACHINE_ARCH, nr | MACHINE_OTHER_SET, args);
	try(c, MACHINE_ARCH, nr | INT32_MIN, args);
	try(c, AUDIT_ARCH_I386, nr, args);
	try(c, MACHINE_ARCH, -1 - nr, args);
}

void
cases_numbers(struct cases *c)
{
	const struct mft *mft = c->sample->params.mft;
	const uint32_t last = mft->entries - 1;
	int nr;

	for (nr = 0; nr < NUMBERS; nr++) {
		try_number(c, nr, 0);
		try_number(c, nr, 1);
		try_number(c, nr, MACHINE_ONLY_ARG);
		try_number(c, nr, (uint64_t)c->sample->params.epollfd);
		try_number(c, nr, (uint64_t)c->sample->params.timerfd);
		if (last == 0)
			continue;
		try_number(c, nr, (uint64_t)mft->e[1].b.hostfd);
		try_number(c, nr, (uint64_t)mft->e[last].b.hostfd);
	}
}

/* With this first argument, everything else that may matter. */
static void
try_first(struct cases *c, int nr, uint64_t first)
{
	uint64_t args[6] = { first };
	size_t arg, i;

	try_everywhere(c, nr, args);
	for (arg = 1; arg < 6; arg++) {
		for (i = 0; i < NELEM(values); i++) {
			args[arg] = values[i];
			try(c, MACHINE_ARCH, nr, args);
		}
		args[arg] = 0;
	}
}

/* Bits that the kernel may not look at, but the filter does. */
static void
try_wide(struct cases *c, int nr, uint64_t first)
{
	const uint64_t wide[6] = { HIGH(1) + first };
	const uint64_t wider[6] = { HIGH(0xffffffff) + first };
	const uint64_t top[6] = { HIGH(0x80000000) + first };

	try_first(c, nr, first);
	try_everywhere(c, nr, wide);
	try_everywhere(c, nr, wider);
	try_everywhere(c, nr, top);
}

void
cases_arguments(struct cases *c)
{
	const struct policy_params *p = &c->sample->params;
	uint64_t first;
	uint32_t e;
	size_t i, n;

	for (n = 0; n < NELEM(calls); n++) {
		for (first = 0; first < 80; first++)
			try_wide(c, calls[n], first);
		for (i = 0; i < NELEM(values); i++)
			try_wide(c, calls[n], values[i]);
		for (e = 1; e < p->mft->entries; e++)
			try_wide(c, calls[n], (uint64_t)p->mft->e[e].b.hostfd);
		for (first = 0; first < 64; first++)
			try_wide(c, calls[n], 1ull << first);
	}
}

/* A descriptor, and the range that ends at end. */
static void
try_device(struct cases *c, int fd, uint64_t end)
{
	const uint64_t args[6] = { (uint64_t)fd, 0, 512, end - 512 };
	const uint64_t past[6] = { (uint64_t)fd, 0, 512, end };
	size_t n;

	for (n = 0; n < NELEM(calls); n++)
		if (calls[n] == SYS_pread64 || calls[n] == SYS_pwrite64 ||
		    calls[n] == SYS_read || calls[n] == SYS_write) {
			try(c, MACHINE_ARCH, calls[n], args);
			try(c, MACHINE_ARCH, calls[n], past);
		}
}

void
cases_devices(struct cases *c)
{
	const struct policy_params *p = &c->sample->params;
	const uint64_t numbers[][6] = {
		{ (uint64_t)p->epollfd },
		{ (uint64_t)p->timerfd },
		{ CLOCK_MONOTONIC },
		{ MACHINE_ONLY_ARG },
	};
	const struct mft_entry *e;
	size_t i, n;

	for (e = &p->mft->e[1]; e < &p->mft->e[p->mft->entries]; e++)
		try_device(c, e->b.hostfd, e->type == MFT_DEV_BLOCK_BASIC ?
		    e->u.block_basic.capacity : 512);
	try_device(c, p->epollfd, 512);
	try_device(c, 1, 512);
	for (n = 0; n < NELEM(calls); n++)
		for (i = 0; i < NELEM(numbers); i++)
			try_everywhere(c, calls[n], numbers[i]);
}

/* Adds what is near a number; returns the new length. */
static size_t
add_near(uint64_t *edge, size_t n, uint64_t to)
{
	static const uint64_t distance[] = { 0, 1, 511, 512, 513 };
	size_t i;

	for (i = 0; i < NELEM(distance); i++) {
		edge[n++] = to + distance[i];
		edge[n++] = to - distance[i];
	}
	return n;
}

void
cases_ranges(struct cases *c, const struct mft_entry *disk)
{
	const uint64_t capacity = disk->u.block_basic.capacity;
	const uint64_t near[] = {
		0, capacity, capacity / 2, (uint32_t)capacity, 0x80000000,
		HIGH(1), HIGH(capacity >> 32), HIGH((capacity >> 32) + 1),
		HIGH(capacity >> 32) - HIGH(1), HIGH(0x80000000)
	};
	uint64_t edge[NELEM(near) * 10], count[NELEM(near) * 10 + 40];
	uint64_t args[6] = { (uint64_t)disk->b.hostfd };
	size_t edges = 0, counts, i, j;

	for (i = 0; i < NELEM(near); i++)
		edges = add_near(edge, edges, near[i]);
	for (i = 0; i < edges; i++) {
		for (counts = 0; counts < edges; counts++)
			count[counts] = edge[counts];
		/* To where the sum reaches the end, a carry, and a wrap. */
		counts = add_near(count, counts, capacity - edge[i]);
		counts = add_near(count, counts,
		    (uint32_t)(capacity - edge[i]));
		counts = add_near(count, counts, 0 - edge[i]);
		counts = add_near(count, counts, (uint32_t)(0 - edge[i]));
		for (j = 0; j < counts; j++) {
			args[2] = count[j];
			args[3] = edge[i];
			try(c, MACHINE_ARCH, SYS_pread64, args);
			try(c, MACHINE_ARCH, SYS_pwrite64, args);
		}
	}
}

/* A descriptor of the guest's, as often as there is one. */
static uint64_t
random_fd(const struct sample *s, uint64_t *state)
{
	const uint64_t i = prng_below(state, s->params.mft->entries + 2);

	if (i == 0)
		return (uint64_t)s->params.epollfd;
	if (i == s->params.mft->entries)
		return (uint64_t)s->params.timerfd;
	if (i > s->params.mft->entries)
		return prng_below(state, 80);
	return (uint64_t)s->params.mft->e[i].b.hostfd;
}

/* Numbers of any length in bits, and those that other tests found useful. */
static uint64_t
random_value(const struct sample *s, uint64_t *state)
{
	const uint64_t r = prng_next(state);

	switch (prng_below(state, 8)) {
	case 0:
		return values[r % NELEM(values)];
	case 1:
		return sample_capacities[r % sample_capacities_size];
	case 2:
		return sample_capacities[r % sample_capacities_size] -
		    prng_below(state, 8192);
	case 3:
		return random_fd(s, state);
	case 4:
		return 0;
	default:
		return r >> prng_below(state, 64);
	}
}

/* A disk's last bytes: a range near its end, or its start and its end. */
static void
random_range(const struct sample *s, uint64_t *state, uint64_t args[6])
{
	const struct mft_entry *e;
	uint64_t capacity, r;
	uint32_t n;

	n = s->params.mft->entries - 1;
	if (n == 0)
		return;
	e = &s->params.mft->e[1 + prng_below(state, n)];
	if (e->type != MFT_DEV_BLOCK_BASIC)
		return;
	capacity = e->u.block_basic.capacity;
	r = prng_next(state) >> prng_below(state, 64);
	args[0] = (uint64_t)e->b.hostfd;
	args[3] = (r & 1) != 0 ? r % capacity : capacity - r % capacity;
	args[2] = capacity - args[3] + prng_below(state, 5) - 2;
}

void
cases_random(struct cases *c, uint64_t seed, unsigned long count)
{
	uint64_t args[6];
	uint32_t arch;
	size_t i;
	int nr;

	for (; count > 0; count--) {
		for (i = 0; i < 6; i++)
			args[i] = random_value(c->sample, &seed);
		if (prng_below(&seed, 4) > 0)
			args[0] = random_fd(c->sample, &seed);
		if (prng_below(&seed, 4) > 0)
			args[4] = 0;
		if (prng_below(&seed, 3) == 0)
			random_range(c->sample, &seed, args);
		nr = calls[prng_below(&seed, NELEM(calls))];
		if (prng_below(&seed, 16) == 0)
			nr = (int)(uint32_t)prng_next(&seed);
		arch = MACHINE_ARCH;
		if (prng_below(&seed, 64) == 0)
			arch = archs[prng_below(&seed, NELEM(archs))];
		try(c, arch, nr, args);
	}
}
