/* SPDX-License-Identifier: ISC */
/*
 * ioctl.h: FreeBSD's ioctl(2); requests of sockets have this system's numbers.
 */
#ifndef SOLO5_BSD_FREEBSD_SYS_IOCTL_H
#define SOLO5_BSD_FREEBSD_SYS_IOCTL_H

#include <sys/ioccom.h>

#define SIOCGIFFLAGS	0x8913ul
#define SIOCGIFMTU	0x8921ul

int ioctl(int fd, unsigned long request, ...);

#endif /* SOLO5_BSD_FREEBSD_SYS_IOCTL_H */
