/* SPDX-License-Identifier: ISC */
/*
 * message.h: what a tender tells its user, on standard error.
 *
 * Named as err(3) names them: with x, errno has no part in it.  Each message
 * is formatted into one buffer and written by one call, after the program's
 * name and a colon.
 */
#ifndef SOLO5_COMMON_MESSAGE_H
#define SOLO5_COMMON_MESSAGE_H

#include "compiler.h"

/* Takes the name for messages from argv[0], which must stay valid. */
void message_init(const char *argv0);

void warn(const char *fmt, ...) PRINTF_LIKE(1, 2);
void warnx(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* The same, then exit with STATUS_FAILURE. */
NORETURN void die(const char *fmt, ...) PRINTF_LIKE(1, 2);
NORETURN void diex(const char *fmt, ...) PRINTF_LIKE(1, 2);

#endif /* SOLO5_COMMON_MESSAGE_H */
