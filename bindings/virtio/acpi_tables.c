/* SPDX-License-Identifier: ISC */
/*
 * acpi_tables.c: finds ACPI's tables.
 *
 * Of each table no byte behind its length is read, and none above 4 GiB.
 */
#include "acpi_tables.h"

#include <stdbool.h>

#include "solo5_bindings.h"

#define TABLE_MAX	(1u << 20)

#define EBDA_POINTER	0x40eu
#define ROM_START	0xe0000u
#define ROM_END		0x100000u

struct rsdp {
	uint64_t signature;
	uint8_t checksum;
	char oem[6];
	uint8_t revision;
	uint32_t rsdt;
	uint32_t length;	/* since revision 2, as what follows */
	uint64_t xsdt;
	uint8_t checksum_all;
	uint8_t reserved[3];
} __attribute__((__packed__));

#define RSDP_SIGNATURE	0x2052545020445352ull	/* "RSD PTR " */
#define RSDP_V1_SIZE	20

uint64_t
acpi_number(const void *p, size_t size)
{
	uint64_t value = 0;

	memcpy(&value, p, size);
	return value;
}

static bool
sums_up(const void *from, size_t len)
{
	const uint8_t *p = from;
	uint8_t sum = 0;

	while (len-- > 0)
		sum = (uint8_t)(sum + *p++);
	return sum == 0;
}

const struct acpi_table *
acpi_table_at(uint64_t addr)
{
	const struct acpi_table *t = (const void *)addr;
	uint32_t length;

	if (addr == 0 || addr > ACPI_LIMIT - TABLE_MAX)
		return NULL;
	length = t->length;
	if (length < sizeof(*t) || length > TABLE_MAX || !sums_up(t, length))
		return NULL;
	return t;
}

static const struct rsdp *
rsdp_at(uintptr_t addr)
{
	const struct rsdp *r = (const void *)addr;

	if (r->signature != RSDP_SIGNATURE || !sums_up(r, RSDP_V1_SIZE))
		return NULL;
	return r;
}

static const struct rsdp *
rsdp_search(uintptr_t start, uintptr_t end)
{
	const struct rsdp *r;

	for (; start + RSDP_V1_SIZE <= end; start += 16) {
		r = rsdp_at(start);
		if (r != NULL)
			return r;
	}
	return NULL;
}

static const struct rsdp *
rsdp_find(uintptr_t hint)
{
	const struct rsdp *r;
	uintptr_t ebda;

	if (hint != 0 && hint < ACPI_LIMIT - TABLE_MAX)
		return rsdp_at(hint);
	ebda = acpi_number((const void *)
	    symbol_value((const char *)EBDA_POINTER), 2) << 4;
	if (ebda != 0 && (r = rsdp_search(ebda, ebda + 1024)) != NULL)
		return r;
	return rsdp_search(ROM_START, ROM_END);
}

/* A list has addresses of 4 bytes or, in newer tables, of 8. */
const struct acpi_table *
acpi_table_find(uintptr_t hint, const char *name)
{
	const struct rsdp *rsdp = rsdp_find(hint);
	const struct acpi_table *t, *list;
	size_t step;
	bool wide;

	if (rsdp == NULL)
		return NULL;
	wide = rsdp->revision >= 2 && rsdp->xsdt != 0 &&
	    sums_up(rsdp, sizeof(*rsdp));
	step = wide ? 8 : 4;
	list = acpi_table_at(wide ? rsdp->xsdt : rsdp->rsdt);
	if (list == NULL)
		return NULL;
	for (size_t i = 0; i + step <= list->length - sizeof(*list);
	    i += step) {
		t = acpi_table_at(acpi_number(list->body + i, step));
		if (t != NULL && memcmp(t->signature, name, 4) == 0)
			return t;
	}
	return NULL;
}
