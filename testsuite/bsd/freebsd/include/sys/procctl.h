/* SPDX-License-Identifier: ISC */
/*
 * procctl.h: FreeBSD's procctl(2).
 */
#ifndef SOLO5_BSD_FREEBSD_SYS_PROCCTL_H
#define SOLO5_BSD_FREEBSD_SYS_PROCCTL_H

#include <sys/wait.h>

#define PROC_TRAPCAP_CTL	9
#define PROC_TRAPCAP_CTL_ENABLE	1

int procctl(idtype_t idtype, id_t id, int command, void *data);

#endif /* SOLO5_BSD_FREEBSD_SYS_PROCCTL_H */
