/* SPDX-License-Identifier: ISC */
/*
 * handle.h: the guest's handles of its devices, indices of the manifest.
 */
#ifndef SOLO5_HVT_HANDLE_H
#define SOLO5_HVT_HANDLE_H

#include <stddef.h>
#include <stdint.h>

#include <solo5/mft_abi.h>

/* The device, or NULL if the handle is not that of one of this type. */
static inline const struct mft_entry *
handle_find(const struct mft *mft, uint64_t handle, uint32_t type)
{
	if (handle >= mft->entries || mft->e[handle].type != type)
		return NULL;
	return &mft->e[handle];
}

#endif /* SOLO5_HVT_HANDLE_H */
