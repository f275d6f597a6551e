/* SPDX-License-Identifier: ISC */
/*
 * mman.h: FreeBSD's flags of mmap(2) that this system does not have.
 */
#ifndef SOLO5_BSD_FREEBSD_SYS_MMAN_H
#define SOLO5_BSD_FREEBSD_SYS_MMAN_H

#include_next <sys/mman.h>

#define MAP_NOCORE	0x10000000
#define PROT_MAX(prot)	((prot) << 16)

#endif /* SOLO5_BSD_FREEBSD_SYS_MMAN_H */
