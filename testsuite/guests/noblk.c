/* SPDX-License-Identifier: ISC */
/*
 * noblk.c: block devices, where there are none, and a network device to which
 * nothing leads.
 */
#include "guestlib.h"

int
solo5_app_main(const struct solo5_start_info *info)
{
	static uint8_t buf[512];
	struct solo5_block_info block;
	struct solo5_net_info net;
	solo5_handle_set_t ready = 7;
	solo5_handle_t handle;
	size_t size;

	(void)info;
	CHECK(solo5_block_acquire("storage", &handle, &block) ==
	    SOLO5_R_EUNSPEC);
	CHECK(solo5_block_read(2, 0, buf, sizeof(buf)) == SOLO5_R_EUNSPEC);
	CHECK(solo5_block_write(2, 0, buf, sizeof(buf)) == SOLO5_R_EUNSPEC);
	CHECK(solo5_net_acquire("service0", &handle, &net) != SOLO5_R_OK);
	CHECK(solo5_net_read(1, buf, sizeof(buf), &size) != SOLO5_R_OK);
	CHECK(solo5_net_write(1, buf, 60) != SOLO5_R_OK);
	solo5_yield(0, &ready);
	CHECK(ready == 0);
	return success();
}
