/* SPDX-License-Identifier: ISC */
/*
 * manifest-check.c: the rules of manifests, for guests that have no tender.
 *
 * Included, as in manifest.c.
 */
#include "../../lib/manifest/manifest.c"
