/* SPDX-License-Identifier: ISC */
/*
 * table.h: the table of crafted files.
 *
 * Each is a well-formed unikernel with a few changes, and either the one
 * reason for which it must be refused, or S5ELF_OK where it lies on the good
 * side of a limit.
 */
#ifndef SOLO5_TESTSUITE_ELF_TABLE_H
#define SOLO5_TESTSUITE_ELF_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "craft.h"

#define TABLE_POKES_MAX	6

/* A change: so many bytes, little-endian; none if size is 0. */
struct table_poke {
	size_t at;
	unsigned int size;
	uint64_t value;
};

struct table_row {
	const char *name;
	int reason;
	const struct craft_spec *spec;	/* NULL: CRAFT_BASE */
	struct table_poke poke[TABLE_POKES_MAX];
	void	(*change)(struct craft *); /* made first, if not NULL */
	size_t size;		/* of the file in the end, or 0: as it is */
};

extern const struct table_row table[];
extern const size_t table_len;

/* Makes the file of a row, to be freed by craft_free(). */
void table_make(struct craft *file, const struct table_row *row);

/*
 * Makes a file with much the same changes, but without the padding between
 * segments; it may be refused for another reason.  False if that cannot be.
 */
bool table_make_compact(struct craft *file, const struct table_row *row);

#endif /* SOLO5_TESTSUITE_ELF_TABLE_H */
