/* SPDX-License-Identifier: ISC */
/*
 * acpi_tables.h: ACPI's tables, whose lengths and sums are right.
 */
#ifndef SOLO5_VIRTIO_ACPI_TABLES_H
#define SOLO5_VIRTIO_ACPI_TABLES_H

#include <stddef.h>
#include <stdint.h>

#define ACPI_LIMIT	((uint64_t)1 << 32)

struct acpi_table {
	char signature[4];
	uint32_t length;
	uint8_t header[28];
	uint8_t body[];
} __attribute__((__packed__));

/* A number of at most 8 bytes, wherever it is. */
uint64_t acpi_number(const void *p, size_t size);

/* The table at an address, or NULL if there is none that can be read. */
const struct acpi_table *acpi_table_at(uint64_t addr);

/*
 * Finds the first table of that name by the root pointer, which is at hint, or
 * if that is 0 where firmware puts it.
 */
const struct acpi_table *acpi_table_find(uintptr_t hint, const char *name);

#endif /* SOLO5_VIRTIO_ACPI_TABLES_H */
