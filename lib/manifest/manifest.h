/* SPDX-License-Identifier: ISC */
/*
 * manifest.h: the rules of the application manifest, in one place.
 *
 * Shared by libsolo5-elf, the tenders, the tools and the bindings, and
 * therefore freestanding: it calls nothing, allocates nothing and keeps no
 * state.  The layout itself is in mft_abi.h; solo5-manifest(5) describes it.
 */
#ifndef SOLO5_MANIFEST_MANIFEST_H
#define SOLO5_MANIFEST_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5/mft_abi.h>

/* Bytes of a struct mft with MFT_MAX_ENTRIES entries. */
#define MFT_MAX_SIZE							\
    (offsetof(struct mft, e) + MFT_MAX_ENTRIES * sizeof(struct mft_entry))

/* Why a manifest is refused. */
enum mft_reason {
	MFT_OK = 0,
	MFT_BAD_SIZE,		/* not the size that its count asks for */
	MFT_BAD_VERSION,	/* not MFT_VERSION */
	MFT_BAD_COUNT,		/* not 1..MFT_MAX_ENTRIES entries */
	MFT_BAD_FIRST,		/* entry 0 is not the reserved one */
	MFT_BAD_TYPE,		/* a device of an unknown type */
	MFT_NAME_ENDLESS,	/* a name has no NUL */
	MFT_NAME_EMPTY,		/* a device has no name */
	MFT_NAME_CHARS,		/* a name has more than letters and digits */
	MFT_NAME_TAIL,		/* a name's NUL is followed by other bytes */
	MFT_NAME_TWICE,		/* two devices have one name */
	MFT_NOT_BLANK		/* private fields or padding are not zero */
};

/*
 * Checks a manifest of size bytes as it comes from a file: everything that
 * solo5-manifest(5) asks for.  All of it may be hostile; only mft must be
 * aligned.  A manifest in which devices have been attached is not blank any
 * more and fails.
 */
enum mft_reason mft_check(const struct mft *mft, size_t size);

/* Size in bytes of a manifest of so many entries, at most MFT_MAX_ENTRIES. */
size_t mft_size(uint32_t entries);

/* Whether a C string can be a device's name: 1..67 ASCII letters and digits. */
bool mft_name_valid(const char *name);

/* Whether two names are the same. */
bool mft_name_equal(const char *a, const char *b);

/*
 * The index, which is the handle, of the device that has this name and this
 * type; 0 if there is none.  The manifest must have passed mft_check(), or
 * come from one that is trusted; name may be anything.
 */
uint32_t mft_find(const struct mft *mft, const char *name, uint32_t type);

/*
 * The name of a device type, as in "NET_BASIC", or NULL; and the type of a
 * name, or 0.  The reserved type has no name.
 */
const char *mft_type_name(uint32_t type);
uint32_t mft_type_find(const char *name);

#endif /* SOLO5_MANIFEST_MANIFEST_H */
