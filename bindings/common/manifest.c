/* SPDX-License-Identifier: ISC */
/*
 * manifest.c: the rules of the manifest, compiled for the guest.
 *
 * One source for both sides.  It is included, not listed in Makefile.am,
 * since its object of the host's lies where ours would.
 */
#include "../../lib/manifest/manifest.c"
