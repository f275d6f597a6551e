/* SPDX-License-Identifier: ISC */
/*
 * device.h: the devices of targets that have the manifest, filled in, from a
 * tender.
 */
#ifndef SOLO5_COMMON_DEVICE_H
#define SOLO5_COMMON_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5.h>
#include <solo5/mft_abi.h>

/* A device's handle is its index in the manifest. */
struct devices {
	const struct mft *mft;		/* set at the start */
	solo5_handle_set_t nets;	/* acquired */
	solo5_handle_set_t blocks;	/* acquired */
};

extern struct devices devices;

/*
 * Finds the device that the manifest calls name, if it is of this type,
 * attached and not in *acquired, and adds it there; 0 if there is none.
 */
solo5_handle_t device_acquire(const char *name, uint32_t type,
    solo5_handle_set_t *acquired);

/*
 * A copy of the manifest in the executable, in which the caller is to attach
 * devices.  It is checked as a tender would.
 */
struct mft *manifest_own(void);

/* The device, or NULL if it is not one of those acquired. */
static inline const struct mft_entry *
device_get(solo5_handle_set_t acquired, solo5_handle_t handle)
{
	if (handle >= MFT_MAX_ENTRIES || (acquired >> handle & 1) == 0)
		return NULL;
	return &devices.mft->e[handle];
}

/* The longest frame of a network device. */
static inline size_t
net_frame_max(const struct mft_entry *e)
{
	return (size_t)e->u.net_basic.mtu + SOLO5_NET_HLEN;
}

/* Whether these are whole blocks of the device.  A block is 2^n bytes. */
static inline bool
block_range_valid(const struct mft_entry *e, solo5_off_t offset, size_t size)
{
	const struct mft_block_basic *dev = &e->u.block_basic;

	return ((offset | size) & (dev->block_size - 1u)) == 0 &&
	    offset <= dev->capacity && size <= dev->capacity - offset;
}

#endif /* SOLO5_COMMON_DEVICE_H */
