/* SPDX-License-Identifier: ISC */
/*
 * cpuset.h: FreeBSD's sets of CPUs, of which there are only pointers here.
 */
#ifndef SOLO5_BSD_FREEBSD_SYS_CPUSET_H
#define SOLO5_BSD_FREEBSD_SYS_CPUSET_H

typedef void cpuset_t;

#endif /* SOLO5_BSD_FREEBSD_SYS_CPUSET_H */
