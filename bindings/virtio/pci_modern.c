/* SPDX-License-Identifier: ISC */
/*
 * pci_modern.c: virtio devices on PCI as the specification has them: by
 * registers in memory, at places that capabilities name (4.1.4).
 */
#include "pci.h"

#include "virtio.h"

#define PCI_STATUS	0x06
#define STATUS_CAPS	0x10
#define PCI_CAPS	0x34

/* A capability; at most as many as there is room for. */
#define CAP_ID		0
#define CAP_NEXT	1
#define CAP_TYPE	3
#define CAP_BAR		4
#define CAP_OFFSET	8
#define CAP_LENGTH	12
#define CAP_MULTIPLIER	16
#define CAP_VENDOR	0x09
#define CAPS_MAX	48

#define TYPE_COMMON	1
#define TYPE_NOTIFY	2
#define TYPE_ISR	3
#define TYPE_DEVICE	4

/* The common registers. */
#define DEVICE_FEATURES_SEL	0
#define DEVICE_FEATURES		4
#define DRIVER_FEATURES_SEL	8
#define DRIVER_FEATURES		12
#define STATUS			20
#define GENERATION		21
#define QUEUE_SELECT		22
#define QUEUE_SIZE		24
#define QUEUE_ENABLE		28
#define QUEUE_NOTIFY_OFF	30
#define QUEUE_DESC		32
#define QUEUE_DRIVER		40
#define QUEUE_DEVICE		48
#define COMMON_SIZE		56

/* What we map of the others: the largest that are known are less. */
#define DEVICE_SIZE		64
#define NOTIFY_SIZE		65536u

static uint32_t
get32(const struct vdev *dev, unsigned int at)
{
	return *(volatile uint32_t *)(dev->common + at);
}

static uint16_t
get16(const struct vdev *dev, unsigned int at)
{
	return *(volatile uint16_t *)(dev->common + at);
}

static void
put32(const struct vdev *dev, unsigned int at, uint32_t value)
{
	*(volatile uint32_t *)(dev->common + at) = value;
}

static void
put16(const struct vdev *dev, unsigned int at, uint16_t value)
{
	*(volatile uint16_t *)(dev->common + at) = value;
}

static void
put_address(const struct vdev *dev, unsigned int at, const volatile void *p)
{
	put32(dev, at, (uint32_t)(uintptr_t)p);
	put32(dev, at + 4, (uint32_t)((uintptr_t)p >> 32));
}

static uint64_t
features(const struct vdev *dev)
{
	uint64_t low;

	put32(dev, DEVICE_FEATURES_SEL, 0);
	low = get32(dev, DEVICE_FEATURES);
	put32(dev, DEVICE_FEATURES_SEL, 1);
	return (uint64_t)get32(dev, DEVICE_FEATURES) << 32 | low;
}

static void
accept(const struct vdev *dev, uint64_t value)
{
	put32(dev, DRIVER_FEATURES_SEL, 0);
	put32(dev, DRIVER_FEATURES, (uint32_t)value);
	put32(dev, DRIVER_FEATURES_SEL, 1);
	put32(dev, DRIVER_FEATURES, (uint32_t)(value >> 32));
}

static uint8_t
status(const struct vdev *dev)
{
	return dev->common[STATUS];
}

static void
set_status(const struct vdev *dev, uint8_t value)
{
	dev->common[STATUS] = value;
}

static uint32_t
queue_size(const struct vdev *dev, uint16_t queue)
{
	put16(dev, QUEUE_SELECT, queue);
	return get16(dev, QUEUE_SIZE);
}

static void
queue_setup(struct vdev *dev, uint16_t queue, const struct ring *ring)
{
	uint64_t at;

	put16(dev, QUEUE_SELECT, queue);
	at = (uint64_t)get16(dev, QUEUE_NOTIFY_OFF) * dev->notify_multiplier;
	if (at + sizeof(uint16_t) > dev->notify_size)
		ABORT("a virtio device is notified outside its registers");
	dev->notify_at[queue] = (volatile uint16_t *)(dev->notify_base + at);
	put16(dev, QUEUE_SIZE, ring->size);
	put_address(dev, QUEUE_DESC, ring->desc);
	put_address(dev, QUEUE_DRIVER, ring->avail);
	put_address(dev, QUEUE_DEVICE, ring->used);
	put16(dev, QUEUE_ENABLE, 1);
}

static void
notify(const struct vdev *dev, uint16_t queue)
{
	*dev->notify_at[queue] = queue;
}

static void
interrupt_seen(const struct vdev *dev)
{
	(void)*dev->isr;
}

static uint8_t
config(const struct vdev *dev, unsigned int offset)
{
	if (offset >= dev->specific_size)
		ABORT("a virtio device has less of a configuration than it "
		    "says");
	return dev->specific[offset];
}

static uint32_t
generation(const struct vdev *dev)
{
	return dev->common[GENERATION];
}

static const struct transport modern = {
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

/*
 * Maps what a capability describes, or the first most bytes of it, and says
 * how much that is; NULL if it is less than least, or nowhere.
 */
static volatile uint8_t *
map(const struct pci *pci, unsigned int cap, uint32_t least, uint32_t *most)
{
	uint64_t base = pci_memory(pci, pci_get8(pci, cap + CAP_BAR));
	uint32_t offset = pci_get32(pci, cap + CAP_OFFSET);
	uint32_t len = pci_get32(pci, cap + CAP_LENGTH);

	if (base == 0 || len < least || base > UINT64_MAX - offset)
		return NULL;
	if (len < *most)
		*most = len;
	return paging_map_device(base + offset, *most);
}

/* The first of each type is the device's favourite. */
static void
take(const struct pci *pci, unsigned int cap, struct vdev *dev)
{
	uint32_t size;

	switch (pci_get8(pci, cap + CAP_TYPE)) {
	case TYPE_COMMON:
		size = COMMON_SIZE;
		if (dev->common == NULL)
			dev->common = map(pci, cap, COMMON_SIZE, &size);
		break;
	case TYPE_NOTIFY:
		if (dev->notify_base != NULL)
			break;
		dev->notify_size = NOTIFY_SIZE;
		dev->notify_base = map(pci, cap, 2, &dev->notify_size);
		dev->notify_multiplier = pci_get32(pci, cap + CAP_MULTIPLIER);
		break;
	case TYPE_ISR:
		size = 1;
		if (dev->isr == NULL)
			dev->isr = map(pci, cap, 1, &size);
		break;
	case TYPE_DEVICE:
		if (dev->specific != NULL)
			break;
		dev->specific_size = DEVICE_SIZE;
		dev->specific = map(pci, cap, 8, &dev->specific_size);
		break;
	}
}

const struct transport *
pci_modern(const struct pci *pci, struct vdev *dev)
{
	unsigned int cap;

	if ((pci_get16(pci, PCI_STATUS) & STATUS_CAPS) == 0)
		return NULL;
	cap = pci_get8(pci, PCI_CAPS) & 0xfcu;
	for (int i = 0; i < CAPS_MAX && cap != 0; i++) {
		if (pci_get8(pci, cap + CAP_ID) == CAP_VENDOR)
			take(pci, cap, dev);
		cap = pci_get8(pci, cap + CAP_NEXT) & 0xfcu;
	}
	if (dev->common == NULL || dev->notify_base == NULL ||
	    dev->isr == NULL || dev->specific == NULL)
		return NULL;
	dev->modern = true;
	return &modern;
}
