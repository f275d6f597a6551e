/* SPDX-License-Identifier: ISC */
/*
 * blk.c: a block device is a file of the host's, read and written in place.
 *
 * The sandbox lets only calls through that stay within the device, and ends
 * the unikernel for any other: so all is checked here first.
 */
#include "spt.h"

#include "linux.h"

solo5_result_t
solo5_block_acquire(const char *name, solo5_handle_t *handle,
    struct solo5_block_info *info)
{
	const struct mft_entry *e;
	solo5_handle_t found;

	found = device_acquire(name, MFT_DEV_BLOCK_BASIC, &spt.blocks);
	if (found == 0)
		return SOLO5_R_EINVAL;
	e = &spt.mft->e[found];
	info->capacity = e->u.block_basic.capacity;
	info->block_size = e->u.block_basic.block_size;
	*handle = found;
	return SOLO5_R_OK;
}

/* Whether these are whole blocks of the device.  A block is 2^n bytes. */
static inline bool
range_valid(const struct mft_block_basic *dev, solo5_off_t offset, size_t size)
{
	return ((offset | size) & (dev->block_size - 1u)) == 0 &&
	    offset <= dev->capacity && size <= dev->capacity - offset;
}

/*
 * Moves everything, in one call wherever the host is able to.  A file may
 * give and take less than it was asked for, at most near its end or when it
 * is very much; then it is asked for the rest.
 */
static inline solo5_result_t
move(long nr, int fd, solo5_off_t offset, uintptr_t buf, size_t size,
    size_t most)
{
	while (size > 0) {
		size_t part = size < most ? size : most;
		long n = syscall_4(nr, fd, (long)buf, (long)part,
		    (long)offset);

		if (n == -EINTR)
			continue;
		if (n <= 0)
			return n == -EFAULT ? SOLO5_R_EINVAL : SOLO5_R_EUNSPEC;
		buf += (size_t)n;
		offset += (size_t)n;
		size -= (size_t)n;
	}
	return SOLO5_R_OK;
}

/*
 * The sandbox of older tenders lets exactly one block at a time through.
 */
static inline solo5_result_t
transfer(long nr, solo5_handle_t handle, solo5_off_t offset, uintptr_t buf,
    size_t size)
{
	const struct mft_entry *e = device_get(spt.blocks, handle);
	size_t most = SIZE_MAX;

	if (e == NULL || !range_valid(&e->u.block_basic, offset, size))
		return SOLO5_R_EINVAL;
	if (spt.old_tender)
		most = e->u.block_basic.block_size;
	return move(nr, e->b.hostfd, offset, buf, size, most);
}

solo5_result_t
solo5_block_write(solo5_handle_t handle, solo5_off_t offset,
    const uint8_t *buf, size_t size)
{
	return transfer(SYS_PWRITE64, handle, offset, (uintptr_t)buf, size);
}

solo5_result_t
solo5_block_read(solo5_handle_t handle, solo5_off_t offset, uint8_t *buf,
    size_t size)
{
	return transfer(SYS_PREAD64, handle, offset, (uintptr_t)buf, size);
}
