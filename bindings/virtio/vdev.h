/* SPDX-License-Identifier: ISC */
/*
 * vdev.h: a virtio device, whatever it is connected by.
 *
 * The numbers here are the specification's; this is a header of our own, and
 * not Linux's, as guests are compiled without any of the host's headers, and
 * on hosts that have none.
 */
#ifndef SOLO5_VIRTIO_VDEV_H
#define SOLO5_VIRTIO_VDEV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ring.h"

#define VIRTIO_ID_NET			1u
#define VIRTIO_ID_BLK			2u

#define VIRTIO_STATUS_ACKNOWLEDGE	1u
#define VIRTIO_STATUS_DRIVER		2u
#define VIRTIO_STATUS_DRIVER_OK		4u
#define VIRTIO_STATUS_FEATURES_OK	8u
#define VIRTIO_STATUS_NEEDS_RESET	64u
#define VIRTIO_STATUS_FAILED		128u

#define VIRTIO_F_ANY_LAYOUT		(1ull << 27)
#define VIRTIO_F_EVENT_IDX		(1ull << 29)
#define VIRTIO_F_VERSION_1		(1ull << 32)

#define VIRTIO_QUEUES			2u

struct vdev;

/*
 * A way of being connected.  queue_setup is called after queue_size, which
 * returns 0 where there is no such queue.
 */
struct transport {
	uint64_t (*features)(const struct vdev *dev);
	void (*accept)(const struct vdev *dev, uint64_t features);
	uint8_t (*status)(const struct vdev *dev);
	void (*set_status)(const struct vdev *dev, uint8_t status);
	uint32_t (*queue_size)(const struct vdev *dev, uint16_t queue);
	void (*queue_setup)(struct vdev *dev, uint16_t queue,
	    const struct ring *ring);
	void (*notify)(const struct vdev *dev, uint16_t queue);
	void (*interrupt_seen)(const struct vdev *dev);
	uint8_t (*config)(const struct vdev *dev, unsigned int offset);
	uint32_t (*generation)(const struct vdev *dev);
};

struct vdev {
	const struct transport *transport;
	uint16_t id;			/* VIRTIO_ID_... */
	bool modern;			/* by version 1 of the specification */
	uint32_t irq;			/* PIC_LINES or more: not to be had */
	bool begun;			/* it has a driver */
	uint64_t features;		/* negotiated */

	/* The transport's: ports, or registers. */
	uint16_t port;
	volatile uint8_t *common;
	volatile uint8_t *isr;
	volatile uint8_t *specific;
	uint32_t specific_size;
	volatile uint8_t *notify_base;
	uint32_t notify_multiplier;
	uint32_t notify_size;
	volatile uint16_t *notify_at[VIRTIO_QUEUES];
};

/* 63 can be in a manifest.  The driver of each keeps a pointer to it. */
#define VDEVS	63

/* What a search for devices finds. */
struct vdevs {
	struct vdev dev[VDEVS];
	unsigned int count;
};

/* A new one, of which count says that there is room for it. */
struct vdev *vdev_new(struct vdevs *all, const struct transport *transport);

/* Every network and block device on PCI, in the order of their slots. */
void pci_search(struct vdevs *all);

/*
 * Adds the device whose registers are at base, unless there is none, or none
 * that we know.
 */
void mmio_add(struct vdevs *all, uint64_t base, uint32_t irq);

/*
 * Negotiates: of wanted, the device's own features and EVENT_IDX, what the
 * device has.  Aborts if it does not agree.
 */
void vdev_begin(struct vdev *dev, uint64_t wanted);

/* Makes a ring, at most so large if the device lets us choose. */
void vdev_ring(struct vdev *dev, struct ring *ring, uint16_t queue,
    uint16_t most);

/* The device may begin. */
void vdev_ready(const struct vdev *dev);

/* len bytes, at most 8, of the device's configuration, little-endian. */
uint64_t vdev_config(const struct vdev *dev, unsigned int offset,
    unsigned int len);

/* Shows the device what was added to a ring. */
void vdev_publish(const struct vdev *dev, struct ring *ring, uint16_t queue);

/* Tells it of what it was shown before, if it has missed that. */
void vdev_nudge(const struct vdev *dev, struct ring *ring, uint16_t queue);

/* Aborts if the device says that it has failed. */
void vdev_check(const struct vdev *dev);

static inline bool
vdev_has(const struct vdev *dev, uint64_t feature)
{
	return (dev->features & feature) != 0;
}

/* The manifest, which says what is attached. */
struct mft *devices_manifest(void);

/* The drivers: attach the handle's entry of the manifest to a device. */
void net_attach(uint32_t handle, struct vdev *dev);
void blk_attach(uint32_t handle, struct vdev *dev);

#endif /* SOLO5_VIRTIO_VDEV_H */
