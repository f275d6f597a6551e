/* SPDX-License-Identifier: ISC */
/*
 * device.c: how an application acquires devices.
 */
#include "device.h"

#include "manifest.h"
#include "solo5_bindings.h"

struct devices devices;

solo5_handle_t
device_acquire(const char *name, uint32_t type, solo5_handle_set_t *acquired)
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
