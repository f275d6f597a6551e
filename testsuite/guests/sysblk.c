/* SPDX-License-Identifier: ISC */
/*
 * sysblk.c: syscall.c with two block devices, which need no privilege.
 */
#include "syscall.c"
