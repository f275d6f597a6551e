/* SPDX-License-Identifier: ISC */
/*
 * idlefour.c: idle.c with two devices of each kind, which it does not use.
 */
#include "idle.c"
