/* SPDX-License-Identifier: ISC */
/*
 * blk.c: a block device is a file of the host's, read and written in place.
 *
 * The sandbox lets only calls through that stay within the device, and ends
 * the unikernel for any other: so all is checked here first.
 */
#include "spt.h"

#include "device.h"
#include "linux.h"

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
 * No buffer is larger than all memory can be, and the sandbox ends whoever
 * says so.  That of older tenders lets exactly one block at a time through.
 */
static inline solo5_result_t
transfer(long nr, solo5_handle_t handle, solo5_off_t offset, uintptr_t buf,
    size_t size)
{
	const struct mft_entry *e = device_get(devices.blocks, handle);
	size_t most = SIZE_MAX;

	if (e == NULL || size > UINT32_MAX ||
	    !block_range_valid(e, offset, size))
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
