/* SPDX-License-Identifier: ISC */
/*
 * thread_bsd.c: no sandbox around a program of these systems takes its threads
 * away: Capsicum and pledge both leave them.
 */
#include <config.h>

#include "thread.h"

bool
thread_possible(void)
{
	return true;
}
