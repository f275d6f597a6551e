/* SPDX-License-Identifier: ISC */
/*
 * badpeer.c: receives from a peer that breaks every rule, for as many
 * milliseconds as the command line says.  Whatever comes, nothing beside the
 * buffer may change, and nothing may hang.
 */
#include "guestlib.h"

#define MS	1000000ull
#define FRAME	1514u
#define GUARD	64u
#define PATTERN	0xa5u

static struct {
	uint8_t before[GUARD];
	uint8_t frame[FRAME];
	uint8_t behind[GUARD];
} memory;

static void
guards_check(void)
{
	for (size_t i = 0; i < GUARD; i++)
		CHECK(memory.before[i] == PATTERN &&
		    memory.behind[i] == PATTERN);
}

/* Returns whether there was a frame. */
static bool
receive(solo5_handle_t handle)
{
	size_t size = 0;
	solo5_result_t r;

	r = solo5_net_read(handle, memory.frame, FRAME, &size);
	CHECK(r == SOLO5_R_OK || r == SOLO5_R_AGAIN);
	if (r == SOLO5_R_OK)
		CHECK(size >= 1 && size <= FRAME);
	guards_check();
	return r == SOLO5_R_OK;
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	const char *line = info->cmdline;
	solo5_time_t end = solo5_clock_monotonic() + next_number(&line) * MS;
	unsigned int reads = 0, frames = 0, woken = 0;
	struct solo5_net_info net;
	solo5_handle_set_t ready;
	solo5_handle_t handle;

	memset(memory.before, PATTERN, GUARD);
	memset(memory.behind, PATTERN, GUARD);
	CHECK(solo5_net_acquire("service0", &handle, &net) == SOLO5_R_OK);
	do {
		solo5_yield(solo5_clock_monotonic() + MS, &ready);
		CHECK((ready & ~(1ull << handle)) == 0);
		woken += ready != 0;
		for (int i = 0; i < 50; i++) {
			reads++;
			frames += receive(handle);
		}
		CHECK(solo5_net_write(handle, memory.frame, 60) == SOLO5_R_OK);
	} while (solo5_clock_monotonic() < end);
	put("reads ");
	put_dec(reads);
	put(" frames ");
	put_dec(frames);
	put(" woken ");
	put_dec(woken);
	put("\n");
	return success();
}
