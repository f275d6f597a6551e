/* SPDX-License-Identifier: ISC */
/*
 * parse.h: a manifest as JSON text, solo5-manifest(5), into a struct mft.
 */
#ifndef SOLO5_ELFTOOL_PARSE_H
#define SOLO5_ELFTOOL_PARSE_H

#include <stddef.h>

#include "locate.h"

struct mft;

/* The value of "type" in a manifest. */
#define MANIFEST_TYPE	"solo5.manifest"

/* Bytes of text that are read; any manifest can be said in much fewer. */
#define SOURCE_MAX	((size_t)1 << 20)

/* Why a text is refused, where, in printable ASCII. */
struct parse_fault {
	struct locate_place place;
	char text[320];
};

/*
 * Parses len bytes of text.  mft has room for MFT_MAX_ENTRIES entries and is
 * all zero.  Returns 0, or -1 with the reason in fault.
 */
int parse(const char *text, size_t len, struct mft *mft,
    struct parse_fault *fault);

#endif /* SOLO5_ELFTOOL_PARSE_H */
