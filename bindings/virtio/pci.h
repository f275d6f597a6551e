/* SPDX-License-Identifier: ISC */
/*
 * pci.h: PCI's configuration space, and the two ways in which virtio devices
 * are there.
 */
#ifndef SOLO5_VIRTIO_PCI_H
#define SOLO5_VIRTIO_PCI_H

#include <stdbool.h>
#include <stdint.h>

#include "vdev.h"

/* A function of a device: bits 16 to 8 of its address in ports. */
struct pci {
	uint32_t address;
};

uint32_t pci_get32(const struct pci *pci, unsigned int at);
uint16_t pci_get16(const struct pci *pci, unsigned int at);
uint8_t pci_get8(const struct pci *pci, unsigned int at);
void pci_put16(const struct pci *pci, unsigned int at, uint16_t value);

/*
 * Where a base address register says that memory, or ports, are; 0 if they
 * are not of that kind, or nowhere.
 */
uint64_t pci_memory(const struct pci *pci, unsigned int bar);
uint16_t pci_ports(const struct pci *pci, unsigned int bar);

/*
 * The transport of a function, with what it needs in *dev; NULL if it has not
 * what the specification, or the time before, asks for.
 */
const struct transport *pci_modern(const struct pci *pci, struct vdev *dev);
const struct transport *pci_legacy(const struct pci *pci, struct vdev *dev);

#endif /* SOLO5_VIRTIO_PCI_H */
