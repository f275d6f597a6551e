/* SPDX-License-Identifier: ISC */
/*
 * stdlib.h: devname(3), which is FreeBSD's.
 */
#ifndef SOLO5_BSD_FREEBSD_STDLIB_H
#define SOLO5_BSD_FREEBSD_STDLIB_H

#include_next <stdlib.h>

#include <sys/types.h>

char *devname(dev_t dev, mode_t type);

#endif /* SOLO5_BSD_FREEBSD_STDLIB_H */
