/* SPDX-License-Identifier: ISC */
/*
 * many.c: as many devices as a manifest can have.  Block devices are b1, b2,
 * and so on: each keeps its own number.  Network devices are n1, n2, ...:
 * with "net" on the command line each sends a frame with its number, and
 * waits until it is sent one.
 */
#include "guestlib.h"

#define DEVICES_MAX	63
#define FRAME_SIZE	60

static solo5_handle_t block_handle[DEVICES_MAX], net_handle[DEVICES_MAX];
static size_t nblock, nnet;
static uint8_t buffer[65536];

static void
device_name(char *name, char kind, size_t n)
{
	char *p = name;

	*p++ = kind;
	if (n >= 10)
		*p++ = (char)('0' + n / 10);
	*p++ = (char)('0' + n % 10);
	*p = '\0';
}

/* What is the device with each handle?  The command line has their kinds. */
static void
acquire(const char *kinds)
{
	struct solo5_block_info block;
	struct solo5_net_info net;
	solo5_handle_t handle;
	char name[8];

	for (size_t i = 0; kinds[i] == 'b' || kinds[i] == 'n'; i++) {
		if (kinds[i] == 'b') {
			device_name(name, 'b', nblock + 1);
			CHECK(solo5_block_acquire(name, &handle, &block) ==
			    SOLO5_R_OK);
			CHECK(block.block_size == 512);
			block_handle[nblock++] = handle;
		} else {
			device_name(name, 'n', nnet + 1);
			CHECK(solo5_net_acquire(name, &handle, &net) ==
			    SOLO5_R_OK);
			net_handle[nnet++] = handle;
		}
		CHECK(handle == i + 1);
	}
	CHECK(nblock + nnet == DEVICES_MAX);
}

static void
blocks(void)
{
	for (size_t i = 0; i < nblock; i++) {
		memset(buffer, (int)(i + 1), 512);
		CHECK(solo5_block_write(block_handle[i], 512, buffer, 512) ==
		    SOLO5_R_OK);
	}
	for (size_t i = 0; i < nblock; i++) {
		memset(buffer, 0, 512);
		CHECK(solo5_block_read(block_handle[i], 512, buffer, 512) ==
		    SOLO5_R_OK);
		CHECK(buffer[0] == i + 1 && buffer[511] == i + 1);
	}
	put("blocks\n");
}

static void
send_all(void)
{
	for (size_t i = 0; i < nnet; i++) {
		memset(buffer, 0xff, FRAME_SIZE);
		buffer[12] = 0x88;
		buffer[13] = 0xb5;
		buffer[14] = (uint8_t)(i + 1);
		CHECK(solo5_net_write(net_handle[i], buffer, FRAME_SIZE) ==
		    SOLO5_R_OK);
	}
}

/* Each gets a frame that has its own number. */
static void
receive_all(void)
{
	solo5_handle_set_t ready, all = 0, got = 0;
	solo5_result_t result;
	solo5_time_t limit = solo5_clock_monotonic() + 20000000000ull;
	size_t length;

	for (size_t i = 0; i < nnet; i++)
		all |= 1ull << net_handle[i];
	while (got != all && solo5_clock_monotonic() < limit) {
		solo5_yield(limit, &ready);
		CHECK((ready & ~all) == 0);
		for (size_t i = 0; i < nnet; i++) {
			if ((ready & 1ull << net_handle[i]) == 0)
				continue;
			result = solo5_net_read(net_handle[i], buffer,
			    sizeof(buffer), &length);
			CHECK(result == SOLO5_R_OK);
			if (buffer[12] != 0x88 || buffer[13] != 0xb5)
				continue;
			CHECK(buffer[14] == i + 1);
			got |= 1ull << net_handle[i];
		}
	}
	CHECK(got == all);
	put("nets\n");
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	acquire(info->cmdline);
	blocks();
	if (nnet != 0) {
		send_all();
		receive_all();
	}
	return success();
}
