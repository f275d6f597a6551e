/* SPDX-License-Identifier: ISC */
/*
 * device-blk.c: how an application acquires block devices.
 */
#include "device.h"

#include "solo5_bindings.h"

solo5_result_t
solo5_block_acquire(const char *name, solo5_handle_t *handle,
    struct solo5_block_info *info)
{
	const struct mft_entry *e;
	solo5_handle_t found;

	found = device_acquire(name, MFT_DEV_BLOCK_BASIC, &devices.blocks);
	if (found == 0)
		return SOLO5_R_EINVAL;
	e = &devices.mft->e[found];
	info->capacity = e->u.block_basic.capacity;
	info->block_size = e->u.block_basic.block_size;
	*handle = found;
	return SOLO5_R_OK;
}
