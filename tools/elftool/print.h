/* SPDX-License-Identifier: ISC */
/*
 * print.h: manifests and ABIs as text.  All functions only append to a
 * stream.
 */
#ifndef SOLO5_ELFTOOL_PRINT_H
#define SOLO5_ELFTOOL_PRINT_H

#include <stdio.h>

struct mft;
struct solo5_abi;

/* A manifest that is valid, as C that puts it into a unikernel. */
void print_c(FILE *out, const struct mft *mft);

/* A manifest that is valid, as JSON. */
void print_manifest(FILE *out, const struct mft *mft);

/* An ABI, of a target with this name, as JSON. */
void print_abi(FILE *out, const struct solo5_abi *abi, const char *target);

#endif /* SOLO5_ELFTOOL_PRINT_H */
