/* SPDX-License-Identifier: ISC */
/*
 * net.c: a network device is a descriptor that takes and gives whole frames
 * and never blocks: a tap interface, or whatever else the operator gave.
 *
 * A link that is down, gone or full is no business of the unikernel's: its
 * frames are dropped, and none arrive.
 */
#include "spt.h"

#include "device.h"
#include "linux.h"

solo5_result_t
solo5_net_write(solo5_handle_t handle, const uint8_t *buf, size_t size)
{
	const struct mft_entry *e = device_get(devices.nets, handle);

	if (e == NULL || size > net_frame_max(e))
		return SOLO5_R_EINVAL;
	if (sys_write(e->b.hostfd, buf, size) == -EFAULT)
		return SOLO5_R_EINVAL;
	return SOLO5_R_OK;
}

solo5_result_t
solo5_net_read(solo5_handle_t handle, uint8_t *buf, size_t size,
    size_t *read_size)
{
	const struct mft_entry *e = device_get(devices.nets, handle);
	long n;

	if (e == NULL || size < net_frame_max(e))
		return SOLO5_R_EINVAL;
	n = sys_read(e->b.hostfd, buf, size);
	if (n <= 0)
		return n == -EFAULT ? SOLO5_R_EINVAL : SOLO5_R_AGAIN;
	*read_size = (size_t)n;
	return SOLO5_R_OK;
}
