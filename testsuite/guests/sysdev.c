/* SPDX-License-Identifier: ISC */
/*
 * sysdev.c: syscall.c with two devices of each kind.
 */
#include "syscall.c"
