/* SPDX-License-Identifier: ISC */
/*
 * nettwo.c: net.c with two network devices.
 */
#include "net.c"
