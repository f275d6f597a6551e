/* SPDX-License-Identifier: ISC */
/*
 * sysctl.h: FreeBSD's sysctlbyname(3).
 */
#ifndef SOLO5_BSD_FREEBSD_SYS_SYSCTL_H
#define SOLO5_BSD_FREEBSD_SYS_SYSCTL_H

#include <stddef.h>

int sysctlbyname(const char *name, void *old, size_t *old_size,
    const void *value, size_t size);

#endif /* SOLO5_BSD_FREEBSD_SYS_SYSCTL_H */
