/* SPDX-License-Identifier: ISC */
/*
 * acquire.c: acquires its block device once, and in every way that is wrong.
 * Solo5 may end the unikernel instead of returning EINVAL; so each wrong way
 * is a run of its own, chosen by the command line.
 */
#include "guestlib.h"

int
solo5_app_main(const struct solo5_start_info *info)
{
	struct solo5_block_info block;
	struct solo5_net_info net;
	solo5_handle_t handle = 77;
	solo5_result_t result;
	unsigned char buf[512] = { 0 };
	const char *how = info->cmdline;

	if (text_equal(how, "twice")) {
		CHECK(solo5_block_acquire("storage", &handle, &block) ==
		    SOLO5_R_OK);
		CHECK(handle >= 1 && handle <= 63);
		result = solo5_block_acquire("storage", &handle, &block);
	} else if (text_equal(how, "unknown"))
		result = solo5_block_acquire("other", &handle, &block);
	else if (text_equal(how, "prefix"))
		result = solo5_block_acquire("stor", &handle, &block);
	else if (text_equal(how, "longer"))
		result = solo5_block_acquire("storages", &handle, &block);
	else if (text_equal(how, "empty"))
		result = solo5_block_acquire("", &handle, &block);
	else if (text_equal(how, "type"))
		result = solo5_net_acquire("storage", &handle, &net);
	else if (text_equal(how, "unacquired"))
		result = solo5_block_write(1, 0, buf, sizeof(buf));
	else if (text_equal(how, "handle-0"))
		result = solo5_block_write(0, 0, buf, sizeof(buf));
	else if (text_equal(how, "handle-2"))
		result = solo5_block_read(2, 0, buf, sizeof(buf));
	else if (text_equal(how, "handle-huge"))
		result = solo5_block_read(0x100000001, 0, buf, sizeof(buf));
	else if (text_equal(how, "handle-type"))
		result = solo5_net_write(1, buf, 64);
	else {
		CHECK(text_equal(how, "right"));
		CHECK(solo5_block_acquire("storage", &handle, &block) ==
		    SOLO5_R_OK);
		CHECK(solo5_block_write(handle, 0, buf, sizeof(buf)) ==
		    SOLO5_R_OK);
		return success();
	}
	CHECK(result == SOLO5_R_EINVAL);
	put("EINVAL\n");
	return success();
}
