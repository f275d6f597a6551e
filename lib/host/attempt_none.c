/* SPDX-License-Identifier: ISC */
/*
 * attempt_none.c: where there is no sandbox around programs that answers a
 * system call by a signal, there is nothing to attempt.
 */
#include <config.h>

#include "attempt.h"

void
attempt_begin(void)
{
}

void
attempt_end(void)
{
}
