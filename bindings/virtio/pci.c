/* SPDX-License-Identifier: ISC */
/*
 * pci.c: finds virtio devices on PCI.  Firmware has given them addresses.
 */
#include "pci.h"

#include "port.h"
#include "virtio.h"

#define PORT_ADDRESS	0xcf8
#define PORT_DATA	0xcfc
#define ADDRESS_ENABLE	0x80000000u

#define VENDOR		0x00
#define DEVICE		0x02
#define COMMAND		0x04
#define HEADER		0x0e
#define BAR0		0x10
#define SECONDARY_BUS	0x19
#define SUBSYSTEM	0x2e
#define INTERRUPT_LINE	0x3c

#define COMMAND_ON	0x0007	/* ports, memory, bus master */
#define COMMAND_NO_INTX	0x0400
#define HEADER_TYPE	0x7f
#define HEADER_MULTI	0x80
#define TYPE_DEVICE	0
#define TYPE_BRIDGE	1
#define BAR_PORTS	1u
#define BAR_64BIT	4u
#define BARS		6

#define BUSES		256
#define LEVELS		32
#define SLOTS		32
#define FUNCTIONS	8

#define VENDOR_NONE	0xffff
#define VENDOR_VIRTIO	0x1af4
#define DEVICE_OLD	0x1000	/* up to the next: by the subsystem */
#define DEVICE_MODERN	0x1040	/* and the device's type */

static uint16_t
select(const struct pci *pci, unsigned int at)
{
	port_out32(PORT_ADDRESS, ADDRESS_ENABLE | pci->address | (at & 0xfc));
	return (uint16_t)(PORT_DATA + (at & 3));
}

uint32_t
pci_get32(const struct pci *pci, unsigned int at)
{
	return port_in32(select(pci, at));
}

uint16_t
pci_get16(const struct pci *pci, unsigned int at)
{
	return port_in16(select(pci, at));
}

uint8_t
pci_get8(const struct pci *pci, unsigned int at)
{
	return port_in8(select(pci, at));
}

void
pci_put16(const struct pci *pci, unsigned int at, uint16_t value)
{
	port_out16(select(pci, at), value);
}

uint64_t
pci_memory(const struct pci *pci, unsigned int bar)
{
	uint32_t low;
	uint64_t high = 0;

	if (bar >= BARS)
		return 0;
	low = pci_get32(pci, BAR0 + 4 * bar);
	if ((low & BAR_PORTS) != 0)
		return 0;
	if ((low & BAR_64BIT) != 0) {
		if (bar + 1 == BARS)
			return 0;
		high = pci_get32(pci, BAR0 + 4 * (bar + 1));
	}
	return high << 32 | (low & ~0xfu);
}

uint16_t
pci_ports(const struct pci *pci, unsigned int bar)
{
	uint32_t value = pci_get32(pci, BAR0 + 4 * bar);

	return (value & BAR_PORTS) != 0 ? value & 0xfffc : 0;
}

/* Which of ours it is; 0 if none. */
static uint16_t
identify(const struct pci *pci)
{
	uint16_t device = pci_get16(pci, DEVICE), id = 0;

	if (pci_get16(pci, VENDOR) != VENDOR_VIRTIO)
		return 0;
	if (device >= DEVICE_MODERN)
		id = (uint16_t)(device - DEVICE_MODERN);
	else if (device >= DEVICE_OLD)
		id = pci_get16(pci, SUBSYSTEM);
	return id == VIRTIO_ID_NET || id == VIRTIO_ID_BLK ? id : 0;
}

static void
add(struct vdevs *all, const struct pci *pci, uint16_t id)
{
	const struct transport *transport;
	struct vdev new = { .id = id }, *dev;
	uint16_t command = pci_get16(pci, COMMAND);

	if (all->count == VDEVS)
		return;
	pci_put16(pci, COMMAND,
	    (command | COMMAND_ON) & (uint16_t)~COMMAND_NO_INTX);
	transport = pci_modern(pci, &new);
	if (transport == NULL)
		transport = pci_legacy(pci, &new);
	if (transport == NULL)
		ABORT("a virtio device on PCI without registers");
	dev = vdev_new(all, transport);
	new.transport = transport;
	new.irq = pci_get8(pci, INTERRUPT_LINE);
	*dev = new;
}

/*
 * Other buses are behind bridges.  Firmware numbers them in ascending order,
 * and each is behind one bridge: what else says so has been there already.
 * The stack has room for so many, one behind another.
 */
static void
search_bus(struct vdevs *all, unsigned int bus, unsigned int level)
{
	static bool seen[BUSES];
	unsigned int behind;
	struct pci pci;
	uint8_t header;
	uint16_t id;

	if (level == LEVELS)
		ABORT("too many PCI bridges, one behind another");
	seen[bus] = true;
	for (unsigned int n = 0; n < SLOTS * FUNCTIONS; n++) {
		pci.address = bus << 16 | n << 8;
		if (pci_get16(&pci, VENDOR) == VENDOR_NONE) {
			if (n % FUNCTIONS == 0)
				n += FUNCTIONS - 1;
			continue;
		}
		header = pci_get8(&pci, HEADER);
		id = (header & HEADER_TYPE) == TYPE_DEVICE ?
		    identify(&pci) : 0;
		if (id != 0)
			add(all, &pci, id);
		if ((header & HEADER_TYPE) == TYPE_BRIDGE) {
			behind = pci_get8(&pci, SECONDARY_BUS);
			if (!seen[behind])
				search_bus(all, behind, level + 1);
		}
		if (n % FUNCTIONS == 0 && (header & HEADER_MULTI) == 0)
			n += FUNCTIONS - 1;
	}
}

/* Without PCI there are no such ports, and nothing reads as it was written. */
void
pci_search(struct vdevs *all)
{
	port_out32(PORT_ADDRESS, ADDRESS_ENABLE);
	if (port_in32(PORT_ADDRESS) == ADDRESS_ENABLE)
		search_bus(all, 0, 0);
}
