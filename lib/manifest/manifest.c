/* SPDX-License-Identifier: ISC */
/*
 * manifest.c: the rules of manifests.
 */
#include "manifest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static const struct {
	uint32_t type;
	const char *name;
} types[] = {
	{ MFT_DEV_BLOCK_BASIC, "BLOCK_BASIC" },
	{ MFT_DEV_NET_BASIC, "NET_BASIC" },
};

#define NTYPES	(sizeof(types) / sizeof(types[0]))

/* Not isalnum(3): neither the locale nor a C library has a say in this. */
static bool
alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

static bool
zero(const unsigned char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] != 0)
			return false;
	return true;
}

/* Everything behind the type is the attacher's, and zero until then. */
static bool
blank(const struct mft_entry *e)
{
	const size_t used = offsetof(struct mft_entry, u);

	return zero((const unsigned char *)e + used, sizeof(*e) - used);
}

static enum mft_reason
check_name(const char name[MFT_NAME_SIZE])
{
	size_t len = 0;

	while (len < MFT_NAME_SIZE && name[len] != '\0')
		len++;
	if (len == MFT_NAME_SIZE)
		return MFT_NAME_ENDLESS;
	if (len == 0)
		return MFT_NAME_EMPTY;
	for (size_t i = 0; i < len; i++)
		if (!alphanumeric(name[i]))
			return MFT_NAME_CHARS;
	if (!zero((const unsigned char *)name + len, MFT_NAME_SIZE - len))
		return MFT_NAME_TAIL;
	return MFT_OK;
}

static enum mft_reason
check_first(const struct mft_entry *e)
{
	if (e->type != MFT_RESERVED_FIRST)
		return MFT_BAD_FIRST;
	if (!zero((const unsigned char *)e->name, MFT_NAME_SIZE))
		return MFT_BAD_FIRST;
	if (!blank(e))
		return MFT_NOT_BLANK;
	return MFT_OK;
}

static enum mft_reason
check_device(const struct mft_entry *e)
{
	enum mft_reason r;

	if (mft_type_name(e->type) == NULL)
		return MFT_BAD_TYPE;
	r = check_name(e->name);
	if (r != MFT_OK)
		return r;
	if (!blank(e))
		return MFT_NOT_BLANK;
	return MFT_OK;
}

/* Whether entry i has the name of one before it; all of them are valid. */
static bool
repeated(const struct mft *mft, uint32_t i)
{
	for (uint32_t j = 1; j < i; j++)
		if (mft_name_equal(mft->e[j].name, mft->e[i].name))
			return true;
	return false;
}

enum mft_reason
mft_check(const struct mft *mft, size_t size)
{
	enum mft_reason r;

	if (size < offsetof(struct mft, e))
		return MFT_BAD_SIZE;
	if (mft->version != MFT_VERSION)
		return MFT_BAD_VERSION;
	if (mft->entries < 1 || mft->entries > MFT_MAX_ENTRIES)
		return MFT_BAD_COUNT;
	if (size != mft_size(mft->entries))
		return MFT_BAD_SIZE;
	r = check_first(&mft->e[0]);
	if (r != MFT_OK)
		return r;
	for (uint32_t i = 1; i < mft->entries; i++) {
		r = check_device(&mft->e[i]);
		if (r != MFT_OK)
			return r;
		if (repeated(mft, i))
			return MFT_NAME_TWICE;
	}
	return MFT_OK;
}

size_t
mft_size(uint32_t entries)
{
	return offsetof(struct mft, e) + entries * sizeof(struct mft_entry);
}

bool
mft_name_valid(const char *name)
{
	size_t len = 0;

	while (len < MFT_NAME_SIZE && alphanumeric(name[len]))
		len++;
	return len >= 1 && len <= MFT_NAME_MAX && name[len] == '\0';
}

const char *
mft_type_name(uint32_t type)
{
	for (size_t i = 0; i < NTYPES; i++)
		if (types[i].type == type)
			return types[i].name;
	return NULL;
}

uint32_t
mft_type_find(const char *name)
{
	for (size_t i = 0; i < NTYPES; i++)
		if (mft_name_equal(types[i].name, name))
			return types[i].type;
	return 0;
}
