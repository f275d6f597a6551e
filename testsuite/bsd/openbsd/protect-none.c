/* SPDX-License-Identifier: ISC */
/*
 * protect-none.c: there is no such request (since OpenBSD 7.7).
 */
#include <config.h>

#include "vmm.h"

#include <errno.h>

const unsigned long protect_request;

int
protect(void *arg)
{
	(void)arg;
	return -ENOTTY;
}
