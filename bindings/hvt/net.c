/* SPDX-License-Identifier: ISC */
/*
 * net.c: network devices; the tender moves each frame, by the ring where there
 * is one.
 *
 * A link that is down, gone or full is no business of the unikernel's: its
 * frames are dropped, and none arrive.
 */
#include "hvt.h"

#include "device.h"
#include "ring.h"

static struct hvt_hc_net_write net_write;
static struct hvt_hc_net_read net_read;

static inline solo5_result_t
send(solo5_handle_t handle, const uint8_t *buf, size_t size)
{
	net_write.handle = handle;
	net_write.data = (uintptr_t)buf;
	net_write.len = size;
	hypercall(HVT_HYPERCALL_NET_WRITE, &net_write);
	return (solo5_result_t)net_write.ret;
}

static inline solo5_result_t
receive(solo5_handle_t handle, uint8_t *buf, size_t size, size_t *read_size)
{
	net_read.handle = handle;
	net_read.data = (uintptr_t)buf;
	net_read.len = size;
	hypercall(HVT_HYPERCALL_NET_READ, &net_read);
	*read_size = net_read.len;
	return (solo5_result_t)net_read.ret;
}

solo5_result_t
solo5_net_write(solo5_handle_t handle, const uint8_t *buf, size_t size)
{
	const struct mft_entry *e = device_get(devices.nets, handle);

	if (e == NULL || size > net_frame_max(e))
		return SOLO5_R_EINVAL;
	if (!ring_send(handle, buf, size) &&
	    send(handle, buf, size) == SOLO5_R_EINVAL)
		return SOLO5_R_EINVAL;
	return SOLO5_R_OK;
}

solo5_result_t
solo5_net_read(solo5_handle_t handle, uint8_t *buf, size_t size,
    size_t *read_size)
{
	const struct mft_entry *e = device_get(devices.nets, handle);
	solo5_result_t result;
	size_t got;

	if (e == NULL || size < net_frame_max(e))
		return SOLO5_R_EINVAL;
	switch (ring_receive(handle, buf, read_size)) {
	case RING_GIVEN:
		return SOLO5_R_OK;
	case RING_NONE:
		return SOLO5_R_AGAIN;
	case RING_ELSEWHERE:
		break;
	}
	result = receive(handle, buf, size, &got);
	if (result == SOLO5_R_OK) {
		*read_size = got;
		ring_received_elsewhere(handle);
	}
	return result == SOLO5_R_EUNSPEC ? SOLO5_R_AGAIN : result;
}

/*
 * The rest of a frame that is longer is lost as well.  A tender may want room
 * for a whole one: most often there is.
 */
void
net_discard(solo5_handle_t handle)
{
	static uint8_t frame[1500 + SOLO5_NET_HLEN];
	size_t got;

	(void)receive(handle, frame, sizeof(frame), &got);
}
