/* SPDX-License-Identifier: ISC */
/*
 * side.h: what is measured, on the unikernel's side: the functions of
 * solo5.h, and nothing around them.
 */
#ifndef SOLO5_BENCH_SIDE_H
#define SOLO5_BENCH_SIDE_H

#include <solo5.h>
#include <stdbool.h>

static solo5_handle_t side_disk;
static solo5_handle_t side_net;

static inline void
side_print(const char *text, size_t len)
{
	solo5_console_write(text, len);
}

static inline uint64_t
side_monotonic(void)
{
	return solo5_clock_monotonic();
}

static inline uint64_t
side_wall(void)
{
	return solo5_clock_wall();
}

/* The tender has made ready what is waited for. */
static inline void
side_wait_open(void)
{
}

/* Looks for input without waiting. */
static inline void
side_poll(void)
{
	solo5_handle_set_t ready;

	solo5_yield(0, &ready);
}

/* Waits for input until a moment. */
static inline void
side_wait(uint64_t deadline)
{
	solo5_handle_set_t ready;

	solo5_yield(deadline, &ready);
}

static inline bool
side_disk_open(void)
{
	struct solo5_block_info info;

	return solo5_block_acquire("disk", &side_disk, &info) == SOLO5_R_OK;
}

static inline bool
side_disk_read(uint64_t offset, uint8_t *buf, size_t len)
{
	return solo5_block_read(side_disk, offset, buf, len) == SOLO5_R_OK;
}

static inline bool
side_disk_write(uint64_t offset, const uint8_t *buf, size_t len)
{
	return solo5_block_write(side_disk, offset, buf, len) == SOLO5_R_OK;
}

static inline bool
side_net_open(void)
{
	struct solo5_net_info info;

	return solo5_net_acquire("net0", &side_net, &info) == SOLO5_R_OK;
}

/* The length of a frame, or 0 if there is none. */
static inline size_t
side_net_read(uint8_t *buf, size_t size)
{
	size_t len;

	if (solo5_net_read(side_net, buf, size, &len) != SOLO5_R_OK)
		return 0;
	return len;
}

static inline bool
side_net_write(const uint8_t *buf, size_t len)
{
	return solo5_net_write(side_net, buf, len) == SOLO5_R_OK;
}

#endif /* SOLO5_BENCH_SIDE_H */
