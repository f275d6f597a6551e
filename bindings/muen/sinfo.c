/* SPDX-License-Identifier: ISC */
/*
 * sinfo.c: finds resources in the subject info.
 */
#include "sinfo.h"

/* Whether the name is a, and b behind it. */
static bool
name_is(const struct sinfo_name *name, const char *a, const char *b)
{
	size_t len = name->length;
	size_t i = 0;

	if (len > SINFO_NAME_MAX)
		return false;
	while (i < len && *a != '\0' && name->text[i] == *a) {
		i++;
		a++;
	}
	if (*a != '\0')
		return false;
	while (i < len && *b != '\0' && name->text[i] == *b) {
		i++;
		b++;
	}
	return *b == '\0' && i == len;
}

const struct sinfo_resource *
sinfo_find(const struct sinfo *sinfo, const char *name, const char *suffix,
    uint32_t kind)
{
	size_t count = sinfo->count;

	if (!sinfo_valid(sinfo))
		return NULL;
	if (count > SINFO_RESOURCES_MAX)
		count = SINFO_RESOURCES_MAX;
	for (size_t i = 0; i < count; i++) {
		const struct sinfo_resource *r = &sinfo->resource[i];

		if (r->kind == kind && name_is(&r->name, name, suffix))
			return r;
	}
	return NULL;
}

const struct sinfo_memory *
sinfo_find_memory(const struct sinfo *sinfo, const char *name,
    const char *suffix)
{
	const struct sinfo_resource *r;

	r = sinfo_find(sinfo, name, suffix, SINFO_MEMORY);
	return r == NULL ? NULL : &r->u.memory;
}
