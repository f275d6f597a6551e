/* SPDX-License-Identifier: ISC */
/*
 * mmio.c: devices whose registers are somewhere in memory.  Version 1 is of
 * the time before the specification, and version 2 is its.
 */
#include "vdev.h"
#include "virtio.h"

#define MAGIC			0x000
#define VERSION			0x004
#define DEVICE_ID		0x008
#define DEVICE_FEATURES		0x010
#define DEVICE_FEATURES_SEL	0x014
#define DRIVER_FEATURES		0x020
#define DRIVER_FEATURES_SEL	0x024
#define GUEST_PAGE_SIZE		0x028	/* version 1 */
#define QUEUE_SEL		0x030
#define QUEUE_NUM_MAX		0x034
#define QUEUE_NUM		0x038
#define QUEUE_ALIGN		0x03c	/* version 1 */
#define QUEUE_PFN		0x040	/* version 1 */
#define QUEUE_READY		0x044
#define QUEUE_NOTIFY		0x050
#define INTERRUPT_STATUS	0x060
#define INTERRUPT_ACK		0x064
#define STATUS			0x070
#define QUEUE_DESC		0x080
#define QUEUE_DRIVER		0x090
#define QUEUE_DEVICE		0x0a0
#define CONFIG_GENERATION	0x0fc
#define CONFIG			0x100

#define REGISTERS_SIZE		0x200
#define MAGIC_VALUE		0x74726976u	/* "virt" */

static uint32_t
get(const struct vdev *dev, unsigned int at)
{
	return *(volatile uint32_t *)(dev->common + at);
}

static void
put(const struct vdev *dev, unsigned int at, uint32_t value)
{
	*(volatile uint32_t *)(dev->common + at) = value;
}

static void
put_address(const struct vdev *dev, unsigned int at, const volatile void *p)
{
	put(dev, at, (uint32_t)(uintptr_t)p);
	put(dev, at + 4, (uint32_t)((uintptr_t)p >> 32));
}

static uint64_t
features(const struct vdev *dev)
{
	uint64_t low;

	put(dev, DEVICE_FEATURES_SEL, 0);
	low = get(dev, DEVICE_FEATURES);
	put(dev, DEVICE_FEATURES_SEL, 1);
	return (uint64_t)get(dev, DEVICE_FEATURES) << 32 | low;
}

static void
accept(const struct vdev *dev, uint64_t value)
{
	put(dev, DRIVER_FEATURES_SEL, 0);
	put(dev, DRIVER_FEATURES, (uint32_t)value);
	put(dev, DRIVER_FEATURES_SEL, 1);
	put(dev, DRIVER_FEATURES, (uint32_t)(value >> 32));
	if (!dev->modern)
		put(dev, GUEST_PAGE_SIZE, RING_ALIGN);
}

static uint8_t
status(const struct vdev *dev)
{
	return (uint8_t)get(dev, STATUS);
}

static void
set_status(const struct vdev *dev, uint8_t value)
{
	put(dev, STATUS, value);
}

static uint32_t
queue_size(const struct vdev *dev, uint16_t queue)
{
	put(dev, QUEUE_SEL, queue);
	return get(dev, QUEUE_NUM_MAX);
}

static void
queue_setup(struct vdev *dev, uint16_t queue, const struct ring *ring)
{
	put(dev, QUEUE_SEL, queue);
	put(dev, QUEUE_NUM, ring->size);
	if (!dev->modern) {
		put(dev, QUEUE_ALIGN, RING_ALIGN);
		put(dev, QUEUE_PFN,
		    (uint32_t)((uintptr_t)ring->desc / RING_ALIGN));
		return;
	}
	put_address(dev, QUEUE_DESC, ring->desc);
	put_address(dev, QUEUE_DRIVER, ring->avail);
	put_address(dev, QUEUE_DEVICE, ring->used);
	put(dev, QUEUE_READY, 1);
}

static void
notify(const struct vdev *dev, uint16_t queue)
{
	put(dev, QUEUE_NOTIFY, queue);
}

static void
interrupt_seen(const struct vdev *dev)
{
	uint32_t why = get(dev, INTERRUPT_STATUS);

	if (why != 0)
		put(dev, INTERRUPT_ACK, why);
}

static uint8_t
config(const struct vdev *dev, unsigned int offset)
{
	return dev->common[CONFIG + offset];
}

/* Before version 2 that register reads as 0. */
static uint32_t
generation(const struct vdev *dev)
{
	return dev->modern ? get(dev, CONFIG_GENERATION) : 0;
}

static const struct transport mmio = {
	.features = features,
	.accept = accept,
	.status = status,
	.set_status = set_status,
	.queue_size = queue_size,
	.queue_setup = queue_setup,
	.notify = notify,
	.interrupt_seen = interrupt_seen,
	.config = config,
	.generation = generation,
};

void
mmio_add(struct vdevs *all, uint64_t base, uint32_t irq)
{
	struct vdev new = { .transport = &mmio, .irq = irq }, *dev;
	uint32_t version, id;

	if (all->count == VDEVS)
		return;
	for (unsigned int i = 0; i < all->count; i++)
		if ((uintptr_t)all->dev[i].common == base)
			return;
	new.common = paging_map_device(base, REGISTERS_SIZE);
	if (get(&new, MAGIC) != MAGIC_VALUE)
		return;
	version = get(&new, VERSION);
	id = get(&new, DEVICE_ID);
	if (version < 1 || version > 2 ||
	    (id != VIRTIO_ID_NET && id != VIRTIO_ID_BLK))
		return;
	dev = vdev_new(all, &mmio);
	*dev = new;
	dev->id = (uint16_t)id;
	dev->modern = version == 2;
}
