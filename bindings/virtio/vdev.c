/* SPDX-License-Identifier: ISC */
/*
 * vdev.c: what is the same with all devices.
 */
#include "vdev.h"

#include "virtio.h"

#define RESET_TIME	1000000000u
#define CONFIG_TRIES	1000

struct vdev *
vdev_new(struct vdevs *all, const struct transport *transport)
{
	struct vdev *dev = &all->dev[all->count++];

	dev->transport = transport;
	return dev;
}

static void
add_status(const struct vdev *dev, uint8_t status)
{
	dev->transport->set_status(dev, dev->transport->status(dev) | status);
}

static void
reset(const struct vdev *dev)
{
	solo5_time_t end = solo5_clock_monotonic() + RESET_TIME;

	dev->transport->set_status(dev, 0);
	while (dev->transport->status(dev) != 0)
		if (solo5_clock_monotonic() > end)
			ABORT("a virtio device does not reset");
}

void
vdev_begin(struct vdev *dev, uint64_t wanted)
{
	const struct transport *t = dev->transport;
	uint64_t offered;

	reset(dev);
	dev->begun = true;
	add_status(dev, VIRTIO_STATUS_ACKNOWLEDGE);
	add_status(dev, VIRTIO_STATUS_DRIVER);
	offered = t->features(dev);
	wanted |= VIRTIO_F_EVENT_IDX;
	wanted |= dev->modern ? VIRTIO_F_VERSION_1 : VIRTIO_F_ANY_LAYOUT;
	dev->features = offered & wanted;
	if (dev->modern && !vdev_has(dev, VIRTIO_F_VERSION_1))
		ABORT("a virtio device does not know its own version");
	t->accept(dev, dev->features);
	if (!dev->modern)
		return;
	add_status(dev, VIRTIO_STATUS_FEATURES_OK);
	if ((t->status(dev) & VIRTIO_STATUS_FEATURES_OK) == 0)
		ABORT("a virtio device does not accept our features");
}

void
vdev_ring(struct vdev *dev, struct ring *ring, uint16_t queue, uint16_t most)
{
	uint32_t size = dev->transport->queue_size(dev, queue);

	if (size == 0 || size > RING_SIZE_MAX || (size & (size - 1)) != 0)
		ABORT("a virtio device has a queue of an impossible size");
	if (dev->modern && size > most)
		size = most;
	ring_init(ring, (uint16_t)size, vdev_has(dev, VIRTIO_F_EVENT_IDX),
	    memory_take(ring_bytes((uint16_t)size)),
	    memory_take(ring_state_bytes((uint16_t)size)));
	dev->transport->queue_setup(dev, queue, ring);
}

void
vdev_ready(const struct vdev *dev)
{
	add_status(dev, VIRTIO_STATUS_DRIVER_OK);
}

uint64_t
vdev_config(const struct vdev *dev, unsigned int offset, unsigned int len)
{
	uint32_t before;
	uint64_t value;
	int tries = 0;

	do {
		if (tries++ == CONFIG_TRIES)
			ABORT("a virtio device does not stop changing");
		before = dev->transport->generation(dev);
		value = 0;
		for (unsigned int i = 0; i < len; i++)
			value |= (uint64_t)dev->transport->config(dev,
			    offset + i) << 8 * i;
	} while (dev->transport->generation(dev) != before);
	return value;
}

void
vdev_publish(const struct vdev *dev, struct ring *ring, uint16_t queue)
{
	if (ring_publish(ring))
		dev->transport->notify(dev, queue);
}

void
vdev_nudge(const struct vdev *dev, struct ring *ring, uint16_t queue)
{
	if (ring_missed(ring))
		dev->transport->notify(dev, queue);
}

void
vdev_check(const struct vdev *dev)
{
	uint8_t status = dev->transport->status(dev);

	if ((status & VIRTIO_STATUS_NEEDS_RESET) != 0 ||
	    (status & VIRTIO_STATUS_DRIVER_OK) == 0)
		ABORT("a virtio device has failed");
}
