/* SPDX-License-Identifier: ISC */
/*
 * idledev.c: idle.c with two devices, which it does not use.
 */
#include "idle.c"
