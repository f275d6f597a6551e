/* SPDX-License-Identifier: ISC */
/*
 * blk.c: block devices; the tender reads and writes the file behind them.
 */
#include "hvt.h"

#include "device.h"

static struct hvt_hc_block_write block_write;
static struct hvt_hc_block_read block_read;

typedef int32_t move_fn(solo5_handle_t handle, solo5_off_t offset,
    uintptr_t buf, size_t size);

static int32_t
move_out(solo5_handle_t handle, solo5_off_t offset, uintptr_t buf, size_t size)
{
	block_write.handle = handle;
	block_write.offset = offset;
	block_write.data = buf;
	block_write.len = size;
	hypercall(HVT_HYPERCALL_BLOCK_WRITE, &block_write);
	return block_write.ret;
}

static int32_t
move_in(solo5_handle_t handle, solo5_off_t offset, uintptr_t buf, size_t size)
{
	block_read.handle = handle;
	block_read.offset = offset;
	block_read.data = buf;
	block_read.len = size;
	hypercall(HVT_HYPERCALL_BLOCK_READ, &block_read);
	return block_read.ret;
}

/*
 * Everything by one call, or block by block, which is all that older tenders
 * take.  No buffer is larger than all memory can be, and the tender ends
 * whoever says so.
 */
static inline solo5_result_t
transfer(move_fn *move, solo5_handle_t handle, solo5_off_t offset,
    uintptr_t buf, size_t size)
{
	const struct mft_entry *e = device_get(devices.blocks, handle);
	size_t part = size;
	int32_t ret;

	if (e == NULL || size > UINT32_MAX ||
	    !block_range_valid(e, offset, size))
		return SOLO5_R_EINVAL;
	if (hvt.old_tender)
		part = e->u.block_basic.block_size;
	for (size_t done = 0; done < size; done += part) {
		ret = move(handle, offset + done, buf + done, part);
		if (ret != SOLO5_R_OK)
			return ret == SOLO5_R_EINVAL ? SOLO5_R_EINVAL :
			    SOLO5_R_EUNSPEC;
	}
	return SOLO5_R_OK;
}

solo5_result_t
solo5_block_write(solo5_handle_t handle, solo5_off_t offset,
    const uint8_t *buf, size_t size)
{
	return transfer(move_out, handle, offset, (uintptr_t)buf, size);
}

solo5_result_t
solo5_block_read(solo5_handle_t handle, solo5_off_t offset, uint8_t *buf,
    size_t size)
{
	return transfer(move_in, handle, offset, (uintptr_t)buf, size);
}
