/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: numbers of sysctl(2) that are about OpenBSD's amd64.
 */
#ifndef SOLO5_BSD_OPENBSD_CPU_H
#define SOLO5_BSD_OPENBSD_CPU_H

#define CPU_TSCFREQ		16
#define CPU_INVARIANTTSC	17

#endif /* SOLO5_BSD_OPENBSD_CPU_H */
