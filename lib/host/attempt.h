/* SPDX-License-Identifier: ISC */
/*
 * attempt.h: system calls that may not be permitted.
 *
 * A sandbox around the program can answer a system call with SIGSYS, whose
 * default is the program's end, and there is no way to ask before.  Between
 * attempt_begin() and attempt_end() such a call only fails.
 */
#ifndef SOLO5_HOST_ATTEMPT_H
#define SOLO5_HOST_ATTEMPT_H

#include <stdbool.h>

/* Calls not made by attempt() then return something without meaning. */
void attempt_begin(void);

/*
 * Whatever is not permitted is fatal again: it ends the program with status
 * 1.  Makes no system call.
 */
void attempt_end(void);

/*
 * Makes the system call with up to five arguments.  Returns its result, or a
 * negative errno, which is -ENOSYS if it is not permitted.
 */
long attempt(long nr, long a, long b, long c, long d, long e);

/* Whether the last was not permitted, as opposed to: there is no such call. */
bool attempt_refused(void);

#endif /* SOLO5_HOST_ATTEMPT_H */
