/* SPDX-License-Identifier: ISC */
/*
 * pci_legacy.c: virtio devices on PCI as they were before the specification:
 * by ports.
 */
#include "pci.h"

#include "port.h"

#define DEVICE_FEATURES	0
#define DRIVER_FEATURES	4
#define QUEUE_PFN	8
#define QUEUE_SIZE	12
#define QUEUE_SELECT	14
#define QUEUE_NOTIFY	16
#define STATUS		18
#define ISR		19
#define CONFIG		20	/* as MSI-X is off */
#define PORTS		(CONFIG + 24)	/* that we look at */

static uint64_t
features(const struct vdev *dev)
{
	return port_in32(dev->port + DEVICE_FEATURES);
}

static void
accept(const struct vdev *dev, uint64_t value)
{
	port_out32(dev->port + DRIVER_FEATURES, (uint32_t)value);
}

static uint8_t
status(const struct vdev *dev)
{
	return port_in8(dev->port + STATUS);
}

static void
set_status(const struct vdev *dev, uint8_t value)
{
	port_out8(dev->port + STATUS, value);
}

static uint32_t
queue_size(const struct vdev *dev, uint16_t queue)
{
	port_out16(dev->port + QUEUE_SELECT, queue);
	return port_in16(dev->port + QUEUE_SIZE);
}

static void
queue_setup(struct vdev *dev, uint16_t queue, const struct ring *ring)
{
	port_out16(dev->port + QUEUE_SELECT, queue);
	port_out32(dev->port + QUEUE_PFN,
	    (uint32_t)((uintptr_t)ring->desc / RING_ALIGN));
}

static void
notify(const struct vdev *dev, uint16_t queue)
{
	port_out16(dev->port + QUEUE_NOTIFY, queue);
}

static void
interrupt_seen(const struct vdev *dev)
{
	(void)port_in8(dev->port + ISR);
}

static uint8_t
config(const struct vdev *dev, unsigned int offset)
{
	return port_in8((uint16_t)(dev->port + CONFIG + offset));
}

/* What does not change while we look at it, or so one hopes. */
static uint32_t
generation(const struct vdev *dev)
{
	(void)dev;
	return 0;
}

static const struct transport legacy = {
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

const struct transport *
pci_legacy(const struct pci *pci, struct vdev *dev)
{
	dev->port = pci_ports(pci, 0);
	return dev->port == 0 || dev->port > UINT16_MAX - PORTS ? NULL :
	    &legacy;
}
