/* SPDX-License-Identifier: ISC */
/*
 * find.c: finds devices in manifests that have been checked.
 *
 * Compiled for the host and for the guest: no function of a C library may be
 * called here.
 */
#include "manifest.h"

bool
mft_name_equal(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

uint32_t
mft_find(const struct mft *mft, const char *name, uint32_t type)
{
	for (uint32_t i = 1; i < mft->entries; i++)
		if (mft->e[i].type == type &&
		    mft_name_equal(mft->e[i].name, name))
			return i;
	return 0;
}
