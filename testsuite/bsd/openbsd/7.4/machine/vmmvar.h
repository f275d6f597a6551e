/* SPDX-License-Identifier: ISC */
/*
 * vmmvar.h: OpenBSD 7.4 has all of it in vmm.h here.
 */
#ifndef SOLO5_BSD_OPENBSD_7_4_VMMVAR_H
#define SOLO5_BSD_OPENBSD_7_4_VMMVAR_H

#include "vmm-same.h"

#endif /* SOLO5_BSD_OPENBSD_7_4_VMMVAR_H */
