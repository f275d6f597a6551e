/* SPDX-License-Identifier: ISC */
/*
 * acpi.c: the little of ACPI that needs no interpreter: the fixed registers,
 * the package that says how to switch off, and devices that are described in
 * one way only by everybody.
 */
#include "virtio.h"

#include "acpi_tables.h"
#include "port.h"

/* Places in the fixed description table. */
#define FADT_DSDT	40
#define FADT_SMI_CMD	48
#define FADT_ENABLE	52
#define FADT_PM1A_EVENT	56
#define FADT_PM1A_CNT	64
#define FADT_PM1B_CNT	68
#define FADT_EVENT_LEN	88
#define FADT_FLAGS	112
#define FADT_SIZE	116	/* of what everybody has */
#define FADT_X_DSDT	140	/* of 8 bytes */
#define FADT_SIZE_X	148
#define FADT_SLEEP	244	/* a register, since version 5 */
#define FADT_SIZE_SLEEP	256

/* A register: where it is, and four bytes behind its address. */
#define REGISTER_SPACE		0
#define REGISTER_ADDRESS	4
#define SPACE_MEMORY		0
#define SPACE_PORTS		1

/* What is written to that register. */
#define SLEEP_ENABLE		(1u << 5)
#define SLEEP_TYPE_SHIFT	2
#define SLEEP_TYPE_MASK		(7u << SLEEP_TYPE_SHIFT)

#define FLAG_NO_BUTTON	(1u << 4)	/* none with a fixed register */
#define FLAG_REDUCED	(1u << 20)	/* no fixed registers at all */

#define EVENT_BUTTON	(1u << 8)
#define CNT_SCI_ENABLE	(1u << 0)
#define CNT_SLEEP	(1u << 13)
#define CNT_TYPE_SHIFT	10
#define CNT_TYPE_MASK	(7u << CNT_TYPE_SHIFT)

#define ENABLE_TRIES	1000000

/* Ports; 0 is none.  Without fixed registers, there is one, also in memory. */
static struct {
	uint16_t event;
	uint16_t control[2];
	uint16_t sleep_port;
	volatile uint8_t *sleep;
	bool can_sleep;
	uint8_t sleep_type[2];
} acpi;

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)acpi_number(p, 4);
}

/*
 * An element of a package that is a small number: a byte, or one of the
 * numbers that have an encoding of their own.
 */
static bool
take_number(const uint8_t **p, const uint8_t *end, uint8_t *value)
{
	const uint8_t zero = 0x00, one = 0x01, byte = 0x0a;

	if (*p == end)
		return false;
	if (**p == zero || **p == one) {
		*value = *(*p)++;
		return true;
	}
	if (**p != byte || end - *p < 2)
		return false;
	*value = (*p)[1];
	*p += 2;
	return true;
}

/* Name (_S5, Package () {a, b, ...}); p is behind the name. */
static bool
take_sleep_type(const uint8_t *p, const uint8_t *end)
{
	const uint8_t package = 0x12;

	if (end - p < 3 || *p++ != package)
		return false;
	/* The length takes as many more bytes as its upper two bits say. */
	if (end - p < (*p >> 6) + 2)
		return false;
	p += (*p >> 6) + 1;
	/* How many elements; the second is for a register that few have. */
	p++;
	if (!take_number(&p, end, &acpi.sleep_type[0]))
		return false;
	(void)take_number(&p, end, &acpi.sleep_type[1]);
	return true;
}

static void
find_sleep_type(const struct acpi_table *dsdt)
{
	const uint8_t *p = dsdt->body;
	const uint8_t *end = (const uint8_t *)dsdt + dsdt->length;

	for (; end - p >= 4 && !acpi.can_sleep; p++)
		if (memcmp(p, "_S5_", 4) == 0)
			acpi.can_sleep = take_sleep_type(p + 4, end);
}

/*
 * The resources of a device, behind its name: a piece of memory, and an
 * interrupt.
 */
static bool
take_resources(const uint8_t *p, const uint8_t *end, struct acpi_device *dev)
{
	const uint8_t memory[] = { 0x86, 0x09, 0x00 };
	const uint8_t interrupt[] = { 0x89, 0x06, 0x00 };

	if (end - p > 128)
		end = p + 128;
	for (; end - p >= 12; p++)
		if (memcmp(p, memory, sizeof(memory)) == 0)
			break;
	if (end - p < 12)
		return false;
	dev->base = get32(p + 4);
	dev->irq = 0;
	for (p += 12; end - p >= 9; p++)
		if (memcmp(p, interrupt, sizeof(interrupt)) == 0) {
			dev->irq = get32(p + 5);
			break;
		}
	return dev->base != 0;
}

static void
find_devices(const struct acpi_table *dsdt, struct acpi_devices *devices)
{
	const char name[] = "LNRO0005";
	const uint8_t *p = dsdt->body;
	const uint8_t *end = (const uint8_t *)dsdt + dsdt->length;

	for (; (size_t)(end - p) >= sizeof(name); p++)
		if (memcmp(p, name, sizeof(name)) == 0 &&
		    devices->count < ACPI_DEVICES &&
		    take_resources(p + sizeof(name), end,
		    &devices->device[devices->count]))
			devices->count++;
}

/* What machines have in which that is the only thing to be switched. */
static void
sleep_init(const struct acpi_table *t)
{
	const uint8_t *reg = (const uint8_t *)t + FADT_SLEEP;
	uint64_t addr;

	if (t->length < FADT_SIZE_SLEEP)
		return;
	addr = acpi_number(reg + REGISTER_ADDRESS, 8);
	if (reg[REGISTER_SPACE] == SPACE_PORTS && addr <= UINT16_MAX)
		acpi.sleep_port = (uint16_t)addr;
	else if (reg[REGISTER_SPACE] == SPACE_MEMORY && addr != 0 &&
	    addr < ACPI_LIMIT)
		acpi.sleep = paging_map_device(addr, 1);
}

/* Who has no place below 4 GiB for it, or does not care, has another field. */
static const struct acpi_table *
find_dsdt(const struct acpi_table *t)
{
	const uint8_t *fadt = (const uint8_t *)t;
	const struct acpi_table *dsdt = acpi_table_at(get32(fadt + FADT_DSDT));

	if (dsdt == NULL && t->length >= FADT_SIZE_X)
		dsdt = acpi_table_at(acpi_number(fadt + FADT_X_DSDT, 8));
	return dsdt;
}

/* Until then the firmware takes care of buttons. */
static void
enable(const uint8_t *fadt)
{
	uint32_t command = get32(fadt + FADT_SMI_CMD);

	if ((port_in16(acpi.control[0]) & CNT_SCI_ENABLE) != 0 ||
	    command == 0 || fadt[FADT_ENABLE] == 0)
		return;
	port_out8((uint16_t)command, fadt[FADT_ENABLE]);
	for (int i = 0; i < ENABLE_TRIES; i++)
		if ((port_in16(acpi.control[0]) & CNT_SCI_ENABLE) != 0)
			break;
}

/* Status registers are the first half of the block, enables the second. */
static void
button_init(const uint8_t *fadt)
{
	uint16_t half = fadt[FADT_EVENT_LEN] / 2;

	if ((get32(fadt + FADT_FLAGS) & FLAG_NO_BUTTON) != 0 || half < 2)
		return;
	acpi.event = (uint16_t)get32(fadt + FADT_PM1A_EVENT);
	if (acpi.event == 0)
		return;
	port_out16(acpi.event, EVENT_BUTTON);
	port_out16(acpi.event + half, EVENT_BUTTON);
}

void
acpi_init(uintptr_t hint, struct acpi_devices *devices)
{
	const struct acpi_table *t = acpi_table_find(hint, "FACP"), *dsdt;
	const uint8_t *fadt;

	if (t == NULL || t->length < FADT_SIZE)
		return;
	fadt = (const uint8_t *)t;
	dsdt = find_dsdt(t);
	if (dsdt != NULL) {
		find_sleep_type(dsdt);
		find_devices(dsdt, devices);
	}
	acpi.control[0] = (uint16_t)get32(fadt + FADT_PM1A_CNT);
	acpi.control[1] = (uint16_t)get32(fadt + FADT_PM1B_CNT);
	if ((get32(fadt + FADT_FLAGS) & FLAG_REDUCED) != 0 ||
	    acpi.control[0] == 0) {
		acpi.control[0] = acpi.control[1] = 0;
		sleep_init(t);
		return;
	}
	enable(fadt);
	button_init(fadt);
}

bool
acpi_button(void)
{
	return acpi.event != 0 &&
	    (port_in16(acpi.event) & EVENT_BUTTON) != 0;
}

void
acpi_off(void)
{
	uint8_t sleep = (uint8_t)(SLEEP_ENABLE |
	    (acpi.sleep_type[0] << SLEEP_TYPE_SHIFT & SLEEP_TYPE_MASK));
	uint16_t value;

	if (!acpi.can_sleep)
		return;
	if (acpi.sleep != NULL)
		*acpi.sleep = sleep;
	if (acpi.sleep_port != 0)
		port_out8(acpi.sleep_port, sleep);
	for (int i = 0; i < 2; i++) {
		if (acpi.control[i] == 0)
			continue;
		value = port_in16(acpi.control[i]) & (uint16_t)~CNT_TYPE_MASK;
		value |= (uint16_t)(acpi.sleep_type[i] << CNT_TYPE_SHIFT &
		    CNT_TYPE_MASK);
		port_out16(acpi.control[i], value | CNT_SLEEP);
	}
}
