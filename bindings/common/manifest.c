/* SPDX-License-Identifier: ISC */
/*
 * manifest.c: what the guest needs to know of manifests, compiled for it.
 *
 * One source for both sides.  It is included, not listed in Makefile.am,
 * since its object of the host's lies where ours would.
 */
#include "../../lib/manifest/find.c"
