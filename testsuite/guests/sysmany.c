/* SPDX-License-Identifier: ISC */
/*
 * sysmany.c: syscall.c with 63 block devices.
 */
#include "syscall.c"
