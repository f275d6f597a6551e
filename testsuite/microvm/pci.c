/* SPDX-License-Identifier: ISC */
/*
 * pci.c: PCI's configuration space with one function, which says that it is a
 * virtio device, or a bridge, and lies.  Where it says that registers are,
 * there are none.
 */
#include <config.h>

#include <string.h>

#include "s5microvm.h"

#define PORT_ADDRESS	0xcf8
#define PORT_DATA	0xcfc
#define ENABLE		0x80000000u
#define FUNCTION	(1u << 11)	/* slot 1, function 0 */
#define BUS_SHIFT	16

#define DEVICE		0x02
#define STATUS		0x06
#define HEADER		0x0e
#define BAR0		0x10
#define SECONDARY	0x19
#define BAR2		0x18
#define BAR3		0x1c
#define BAR4		0x20
#define BAR5		0x24
#define SUBSYSTEM	0x2e
#define CAPS		0x34
#define COMMON		0x40
#define NOTIFY		0x50
#define ISR		0x64
#define SPECIFIC	0x74

/* In a capability. */
#define NEXT		1
#define TYPE		3
#define BAR		4
#define OFFSET		8
#define LENGTH		12

/* What is wrong: all lines of that name. */
static const struct {
	const char *name;
	uint32_t at;
	uint32_t size;
	uint32_t value;
} wrongs[] = {
	{ "good", CAPS, 1, COMMON },
	{ "at-4g", BAR4, 4, 0xffffe004 },
	{ "at-4g", COMMON + OFFSET, 4, 0x1fe0 },
	{ "bar-high", BAR5, 4, 0xffffffff },
	{ "bar-half", BAR5, 4, 0x8000 },
	{ "bar-ram", BAR4, 4, 0x01000004 },
	{ "bar-text", BAR4, 4, 0x00100004 },
	{ "bar-zero", BAR4, 4, 4 },
	{ "bar-ports", BAR4, 4, 0xc001 },
	{ "bar-none", COMMON + BAR, 1, 6 },
	{ "bar-last", BAR4, 4, 0xe0000000 },
	{ "bar-last", BAR5, 4, 0xe0000004 },
	{ "bar-last", COMMON + BAR, 1, 5 },
	{ "offset", BAR2, 4, 0xe0000004 },
	{ "offset", BAR3, 4, 0xffffffff },
	{ "offset", COMMON + BAR, 1, 2 },
	{ "offset", COMMON + OFFSET, 4, 0x21000000 },
	{ "short-common", COMMON + LENGTH, 4, 55 },
	{ "short-isr", ISR + LENGTH, 4, 0 },
	{ "short-notify", NOTIFY + LENGTH, 4, 1 },
	{ "short-specific", SPECIFIC + LENGTH, 4, 7 },
	{ "type", NOTIFY + TYPE, 1, 5 },
	{ "loop", COMMON + NEXT, 1, COMMON },
	{ "header", CAPS, 1, 0 },
	{ "end", CAPS, 1, 0xff },
	{ "ports", STATUS, 2, 0 },
	{ "ports", DEVICE, 2, 0x1001 },
	{ "ports", SUBSYSTEM, 2, 2 },
	{ "ports", BAR0, 4, 0xfff1 },
	{ "bridge-self", HEADER, 1, 1 },
	{ "bridges", HEADER, 1, 1 },
};

static uint8_t space[256];
static uint32_t address;

/* Whether each bus has a bridge to that with the next number. */
static bool bridges;

static void
put(uint32_t at, uint32_t value, size_t size)
{
	memcpy(space + at, &value, size);
}

static void
capability(uint32_t at, uint32_t next, uint32_t type, uint32_t offset,
    uint32_t length)
{
	put(at, 9 | next << 8 | 16u << 16 | type << 24, 4);
	put(at + BAR, 4, 1);
	put(at + OFFSET, offset, 4);
	put(at + LENGTH, length, 4);
}

void
pci_create(const char *what)
{
	bool known = false;
	size_t i;

	put(0, 0x10421af4, 4);
	put(STATUS, 0x10, 2);
	put(BAR4, 0xe0000004, 4);
	put(CAPS, COMMON, 1);
	capability(COMMON, NOTIFY, 1, 0, 56);
	capability(NOTIFY, ISR, 2, 0x3000, 0x1000);
	put(NOTIFY + 16, 4, 4);
	capability(ISR, SPECIFIC, 3, 0x1000, 1);
	capability(SPECIFIC, 0, 4, 0x2000, 64);
	for (i = 0; i < NELEM(wrongs); i++) {
		if (strcmp(wrongs[i].name, what) != 0)
			continue;
		put(wrongs[i].at, wrongs[i].value, wrongs[i].size);
		known = true;
	}
	if (!known)
		diex("no such device on PCI: %s", what);
	bridges = strcmp(what, "bridges") == 0;
}

static bool
selected(void)
{
	uint32_t function = address & ~ENABLE & ~0xffu;

	if ((address & ENABLE) == 0 || space[0] == 0)
		return false;
	if (!bridges)
		return function == FUNCTION;
	put(SECONDARY, (function >> BUS_SHIFT) + 1, 1);
	return (function & ((1u << BUS_SHIFT) - 1)) == FUNCTION;
}

void
pci_write(uint16_t port, const uint8_t *data, size_t len)
{
	if (port == PORT_ADDRESS && len == sizeof(address))
		memcpy(&address, data, len);
}

void
pci_read(uint16_t port, uint8_t *data, size_t len)
{
	uint32_t at = (address & 0xfc) + (port & 3u);

	if (space[0] == 0)
		return;
	if (port == PORT_ADDRESS && len == sizeof(address))
		memcpy(data, &address, len);
	else if (port >= PORT_DATA && port < PORT_DATA + 4 &&
	    at + len <= sizeof(space) && selected())
		memcpy(data, space + at, len);
}
