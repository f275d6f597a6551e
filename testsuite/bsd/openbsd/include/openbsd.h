/* SPDX-License-Identifier: ISC */
/*
 * openbsd.h: what the headers of OpenBSD have and those of this machine have
 * not.  It comes before all others where the tender is compiled.
 */
#ifndef SOLO5_BSD_OPENBSD_OPENBSD_H
#define SOLO5_BSD_OPENBSD_OPENBSD_H

#include <stddef.h>
#include <sys/types.h>

#define CTL_MACHDEP	7

/* Not dumped, which KVM's kind of this machine asks for elsewhere. */
#define MAP_CONCEAL	0

char *devname(dev_t device, mode_t type);
int pledge(const char *promises, const char *execpromises);
int unveil(const char *path, const char *permissions);
int sysctl(const int *name, unsigned int n, void *old, size_t *size, void *new,
    size_t new_size);

#endif /* SOLO5_BSD_OPENBSD_OPENBSD_H */
