/* SPDX-License-Identifier: ISC */
/*
 * device.c: how an application acquires devices.
 */
#include "device.h"

#include "manifest.h"
#include "solo5_bindings.h"

struct devices devices;

/*
 * Finds the device that the manifest calls name, if it is of this type and
 * not in *acquired, and adds it there; 0 if there is none.
 */
static solo5_handle_t
acquire(const char *name, uint32_t type, solo5_handle_set_t *acquired)
{
	solo5_handle_t handle = mft_find(devices.mft, name, type);

	if (handle == 0 || !devices.mft->e[handle].attached ||
	    (*acquired >> handle & 1) != 0)
		return 0;
	*acquired |= (solo5_handle_set_t)1 << handle;
	log_print(LOG_INFO, "Solo5: Application acquired '%s' as %s device\n",
	    name, type == MFT_DEV_NET_BASIC ? "network" : "block");
	return handle;
}

solo5_result_t
solo5_net_acquire(const char *name, solo5_handle_t *handle,
    struct solo5_net_info *info)
{
	const struct mft_entry *e;
	solo5_handle_t found;

	found = acquire(name, MFT_DEV_NET_BASIC, &devices.nets);
	if (found == 0)
		return SOLO5_R_EINVAL;
	e = &devices.mft->e[found];
	memcpy(info->mac_address, e->u.net_basic.mac, SOLO5_NET_ALEN);
	info->mtu = e->u.net_basic.mtu;
	*handle = found;
	return SOLO5_R_OK;
}

solo5_result_t
solo5_block_acquire(const char *name, solo5_handle_t *handle,
    struct solo5_block_info *info)
{
	const struct mft_entry *e;
	solo5_handle_t found;

	found = acquire(name, MFT_DEV_BLOCK_BASIC, &devices.blocks);
	if (found == 0)
		return SOLO5_R_EINVAL;
	e = &devices.mft->e[found];
	info->capacity = e->u.block_basic.capacity;
	info->block_size = e->u.block_basic.block_size;
	*handle = found;
	return SOLO5_R_OK;
}
