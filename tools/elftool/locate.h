/* SPDX-License-Identifier: ISC */
/*
 * locate.h: where in a JSON text a value is.
 */
#ifndef SOLO5_ELFTOOL_LOCATE_H
#define SOLO5_ELFTOOL_LOCATE_H

#include <stdbool.h>
#include <stddef.h>

/* Values lie at most so deep in a manifest: devices, its element, a member. */
#define LOCATE_DEPTH	3

/*
 * The way down to a value: at each step the number, from 0, of a member of an
 * object or an element of an array.
 */
struct locate_way {
	size_t step[LOCATE_DEPTH];
	size_t steps;
	bool key;		/* not the last step's value, but its key */
};

/* Lines and columns count from 1, columns in characters. */
struct locate_place {
	size_t line;
	size_t column;
};

/*
 * Finds what way leads to in a text, which is valid JSON in UTF-8 and has it.
 * In any other text the place is some place in it.
 */
struct locate_place locate(const char *text, size_t len,
    const struct locate_way *way);

#endif /* SOLO5_ELFTOOL_LOCATE_H */
