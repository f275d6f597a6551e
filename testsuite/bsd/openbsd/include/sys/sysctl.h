/* SPDX-License-Identifier: ISC */
/*
 * sysctl.h: all of it is in openbsd.h here.
 */
#ifndef SOLO5_BSD_OPENBSD_SYSCTL_H
#define SOLO5_BSD_OPENBSD_SYSCTL_H

#include "openbsd.h"

#endif /* SOLO5_BSD_OPENBSD_SYSCTL_H */
