/* SPDX-License-Identifier: ISC */
/*
 * ioccom.h: how FreeBSD numbers the requests of ioctl(2).
 */
#ifndef SOLO5_BSD_FREEBSD_SYS_IOCCOM_H
#define SOLO5_BSD_FREEBSD_SYS_IOCCOM_H

#define IOC_OUT		0x40000000ul
#define IOC_IN		0x80000000ul
#define IOC_LENGTH(t)	((sizeof(t) & 0x1ffful) << 16)

#undef _IOW
#undef _IOWR
#define _IOW(g, n, t)	(IOC_IN | IOC_LENGTH(t) | (unsigned long)(g) << 8 | (n))
#define _IOWR(g, n, t)	(IOC_OUT | _IOW(g, n, t))

#endif /* SOLO5_BSD_FREEBSD_SYS_IOCCOM_H */
