/* SPDX-License-Identifier: ISC */
/*
 * vmmvar.h: OpenBSD 7.6 has all of it in vmm.h here.
 */
#ifndef SOLO5_BSD_OPENBSD_7_6_VMMVAR_H
#define SOLO5_BSD_OPENBSD_7_6_VMMVAR_H

#include "vmm-same.h"

#endif /* SOLO5_BSD_OPENBSD_7_6_VMMVAR_H */
