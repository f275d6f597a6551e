/* SPDX-License-Identifier: ISC */
/*
 * device-net.c: how an application acquires network devices.
 */
#include "device.h"

#include "solo5_bindings.h"

solo5_result_t
solo5_net_acquire(const char *name, solo5_handle_t *handle,
    struct solo5_net_info *info)
{
	const struct mft_entry *e;
	solo5_handle_t found;

	found = device_acquire(name, MFT_DEV_NET_BASIC, &devices.nets);
	if (found == 0)
		return SOLO5_R_EINVAL;
	e = &devices.mft->e[found];
	memcpy(info->mac_address, e->u.net_basic.mac, SOLO5_NET_ALEN);
	info->mtu = e->u.net_basic.mtu;
	*handle = found;
	return SOLO5_R_OK;
}
