/* SPDX-License-Identifier: ISC */
/*
 * capsicum.h: FreeBSD's capsicum(4).
 */
#ifndef SOLO5_BSD_FREEBSD_SYS_CAPSICUM_H
#define SOLO5_BSD_FREEBSD_SYS_CAPSICUM_H

#include <stddef.h>
#include <stdint.h>

struct cap_rights {
	uint64_t cr_rights[2];
};

#define cap_rights_t	struct cap_rights

typedef unsigned long cap_ioctl_t;

#define CAPRIGHT(i, bit)	(1ull << (57 + (i)) | (bit))

#define CAP_READ		CAPRIGHT(0, 0x1ull)
#define CAP_WRITE		CAPRIGHT(0, 0x2ull)
#define CAP_SEEK		CAPRIGHT(0, 0xcull)
#define CAP_PREAD		(CAP_SEEK | CAP_READ)
#define CAP_PWRITE		(CAP_SEEK | CAP_WRITE)
#define CAP_MMAP_RW		(CAP_SEEK | CAPRIGHT(0, 0x13ull))
#define CAP_CREATE		CAPRIGHT(0, 0x40ull)
#define CAP_FTRUNCATE		CAPRIGHT(0, 0x200ull)
#define CAP_LOOKUP		CAPRIGHT(0, 0x400ull)
#define CAP_RENAMEAT_SOURCE	(CAP_LOOKUP | 0x4000000ull)
#define CAP_UNLINKAT		(CAP_LOOKUP | 0x10000000ull)
#define CAP_RENAMEAT_TARGET	(CAP_LOOKUP | 0x40000000000ull)
#define CAP_EVENT		CAPRIGHT(1, 0x20ull)
#define CAP_KQUEUE_EVENT	CAPRIGHT(1, 0x40ull)
#define CAP_IOCTL		CAPRIGHT(1, 0x80ull)
#define CAP_KQUEUE_CHANGE	CAPRIGHT(1, 0x100000ull)

#define cap_rights_init(...)	__cap_rights_init(0, __VA_ARGS__, 0ull)
#define cap_rights_set(...)	__cap_rights_set(__VA_ARGS__, 0ull)

cap_rights_t *__cap_rights_init(int version, cap_rights_t *rights, ...);
cap_rights_t *__cap_rights_set(cap_rights_t *rights, ...);
int cap_enter(void);
int cap_rights_limit(int fd, const cap_rights_t *rights);
int cap_ioctls_limit(int fd, const cap_ioctl_t *cmds, size_t n);

#endif /* SOLO5_BSD_FREEBSD_SYS_CAPSICUM_H */
