/* SPDX-License-Identifier: ISC */
/*
 * string.c: C strings.
 */
#include "solo5_bindings.h"

const char *
string_skip(const char *s, const char *prefix)
{
	while (*prefix != '\0')
		if (*s++ != *prefix++)
			return NULL;
	return s;
}
