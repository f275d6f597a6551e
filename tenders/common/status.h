/* SPDX-License-Identifier: ISC */
/*
 * status.h: exit statuses of the tenders.  Any other is the guest's own.
 */
#ifndef SOLO5_COMMON_STATUS_H
#define SOLO5_COMMON_STATUS_H

#define STATUS_OK	0	/* --help, --version, the guest's success */
#define STATUS_FAILURE	1	/* the tender's own failure, or the guest's */

#endif /* SOLO5_COMMON_STATUS_H */
