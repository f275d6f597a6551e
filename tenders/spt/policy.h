/* SPDX-License-Identifier: ISC */
/*
 * policy.h: the system calls that a guest may make.
 */
#ifndef SOLO5_SPT_POLICY_H
#define SOLO5_SPT_POLICY_H

#include "common/policy.h"

struct mft;

/* What the arguments are tested against. */
struct policy_params {
	const struct mft *mft;	/* devices attached */
	int epollfd;
	int timerfd;
};

#endif /* SOLO5_SPT_POLICY_H */
