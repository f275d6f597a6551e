/* SPDX-License-Identifier: ISC */
/*
 * acpi.c: ACPI's tables for a machine without fixed registers, as monitors
 * without firmware leave them: only fields of 64 bits say where they are, and
 * a port switches off.  And tables that are wrong.
 */
#include <config.h>

#include <string.h>

#include "s5microvm.h"

#define RSDP		0xe0000u
#define XSDT		0xe1000u
#define FADT		0xe2000u
#define DSDT		0xe3000u

#define RSDP_SUM	8
#define RSDP_V1_SIZE	20
#define RSDP_XSUM	32
#define RSDP_SIZE	36
#define HEADER_SIZE	36
#define TABLE_LENGTH	4
#define TABLE_SUM	9
#define FADT_SIZE	276
#define X_DSDT		140
#define SLEEP		244
#define REDUCED		(1u << 20)
#define NOT_SUMMED	0

/* \_S5, which says what to write to the port: 5. */
static const uint8_t aml[] = {
	0x08, '_', 'S', '5', '_', 0x12, 0x04, 0x01, 0x0a, ACPI_SLEEP_TYPE
};

#define DSDT_SIZE	(HEADER_SIZE + sizeof(aml))

/*
 * What can be wrong: some bytes, and whether the table's sum is then made right
 * again, for its old or a new length.
 */
static const struct {
	const char *name;
	uint32_t table;
	uint32_t at;
	uint32_t size;
	uint64_t value;
	uint32_t summed;
} wrongs[] = {
	{ "rsdp-sum", RSDP, RSDP_SUM, 1, 0, NOT_SUMMED },
	{ "rsdp-xsum", RSDP, RSDP_XSUM, 1, 0, NOT_SUMMED },
	{ "xsdt-sum", XSDT, TABLE_SUM, 1, 0, NOT_SUMMED },
	{ "xsdt-short", XSDT, TABLE_LENGTH, 4, 35, 35 },
	{ "xsdt-odd", XSDT, TABLE_LENGTH, 4, 43, 43 },
	{ "xsdt-huge", XSDT, TABLE_LENGTH, 4, 0xffffffff, NOT_SUMMED },
	{ "xsdt-loop", XSDT, HEADER_SIZE, 8, XSDT, HEADER_SIZE + 8 },
	{ "xsdt-high", XSDT, HEADER_SIZE, 8, UINT64_MAX, HEADER_SIZE + 8 },
	{ "fadt-sum", FADT, TABLE_SUM, 1, 0, NOT_SUMMED },
	{ "fadt-short", FADT, TABLE_LENGTH, 4, 115, 115 },
	{ "fadt-old", FADT, TABLE_LENGTH, 4, 147, 147 },
	{ "fadt-huge", FADT, TABLE_LENGTH, 4, 0x7fffffff, NOT_SUMMED },
	{ "dsdt-sum", DSDT, TABLE_SUM, 1, 0, NOT_SUMMED },
	{ "dsdt-cut", DSDT, TABLE_LENGTH, 4, DSDT_SIZE - 1, DSDT_SIZE - 1 },
	{ "dsdt-length", DSDT, HEADER_SIZE + 6, 1, 0xff, DSDT_SIZE },
	{ "dsdt-high", FADT, X_DSDT, 8, 1ull << 40, FADT_SIZE },
	{ "port-high", FADT, SLEEP + 4, 8, 0x10000 + ACPI_SLEEP_PORT,
	    FADT_SIZE },
	{ "port-memory", FADT, SLEEP, 1, 0, FADT_SIZE },
};

static void
put(struct memory *m, uint32_t at, uint64_t value, size_t size)
{
	memcpy(m->ram + at, &value, size);
}

/* Makes a byte what brings the sum of some to zero. */
static void
sum_up(struct memory *m, uint32_t table, uint32_t size, uint32_t at)
{
	uint8_t *p = m->ram + table, sum = 0;
	uint32_t i;

	p[at] = 0;
	for (i = 0; i < size; i++)
		sum = (uint8_t)(sum + p[i]);
	p[at] = (uint8_t)-sum;
}

static void
table_begin(struct memory *m, uint32_t at, const char *name, uint32_t size)
{
	memcpy(m->ram + at, name, 4);
	put(m, at + TABLE_LENGTH, size, 4);
}

static void
spoil(struct memory *m, const char *what)
{
	uint8_t old[8];
	size_t i;

	for (i = 0; i < NELEM(wrongs); i++)
		if (strcmp(wrongs[i].name, what) == 0)
			break;
	if (i == NELEM(wrongs))
		diex("no such tables: %s", what);
	memcpy(old, m->ram + wrongs[i].table + wrongs[i].at, sizeof(old));
	put(m, wrongs[i].table + wrongs[i].at, wrongs[i].value,
	    wrongs[i].size);
	if (memcmp(old, m->ram + wrongs[i].table + wrongs[i].at,
	    wrongs[i].size) == 0)
		diex("nothing is wrong with these tables: %s", what);
	if (wrongs[i].summed != NOT_SUMMED)
		sum_up(m, wrongs[i].table, wrongs[i].summed, TABLE_SUM);
}

uint32_t
acpi_create(struct memory *m, const char *what)
{
	memcpy(m->ram + RSDP, "RSD PTR ", 8);
	put(m, RSDP + 15, 2, 1);
	put(m, RSDP + 20, RSDP_SIZE, 4);
	put(m, RSDP + 24, XSDT, 8);
	sum_up(m, RSDP, RSDP_V1_SIZE, RSDP_SUM);
	sum_up(m, RSDP, RSDP_SIZE, RSDP_XSUM);
	table_begin(m, XSDT, "XSDT", HEADER_SIZE + 8);
	put(m, XSDT + HEADER_SIZE, FADT, 8);
	sum_up(m, XSDT, HEADER_SIZE + 8, TABLE_SUM);
	table_begin(m, FADT, "FACP", FADT_SIZE);
	put(m, FADT + 112, REDUCED, 4);
	put(m, FADT + X_DSDT, DSDT, 8);
	put(m, FADT + SLEEP, 0x01000801, 4);
	put(m, FADT + SLEEP + 4, ACPI_SLEEP_PORT, 8);
	sum_up(m, FADT, FADT_SIZE, TABLE_SUM);
	table_begin(m, DSDT, "DSDT", DSDT_SIZE);
	memcpy(m->ram + DSDT + HEADER_SIZE, aml, sizeof(aml));
	sum_up(m, DSDT, DSDT_SIZE, TABLE_SUM);
	if (strcmp(what, "good") != 0)
		spoil(m, what);
	return RSDP;
}
