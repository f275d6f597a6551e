/* SPDX-License-Identifier: ISC */
/*
 * manyblk.c: many.c with nothing but block devices, which need no privilege.
 */
#include "many.c"
