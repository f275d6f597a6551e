/* SPDX-License-Identifier: ISC */
/*
 * message.c: messages to the user.
 */
#include <config.h>

#include "message.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "status.h"

/* Names of devices and files are part of messages; longer is cut. */
#define MESSAGE_SIZE	1024

static const char *program = "solo5";

void
message_init(const char *argv0)
{
	if (argv0 == NULL || *argv0 == '\0')
		return;
	program = argv0;
	for (; *argv0 != '\0'; argv0++)
		if (*argv0 == '/')
			program = argv0 + 1;
}

/* Appends at most what fits, and returns the new length. */
static size_t PRINTF_LIKE(3, 0)
append(char *buf, size_t len, const char *fmt, va_list ap)
{
	int n;

	n = vsnprintf(buf + len, MESSAGE_SIZE - len, fmt, ap);
	if (n < 0)
		return len;
	len += (size_t)n;
	return len < MESSAGE_SIZE - 1 ? len : MESSAGE_SIZE - 2;
}

static size_t PRINTF_LIKE(3, 4)
appendf(char *buf, size_t len, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	len = append(buf, len, fmt, ap);
	va_end(ap);
	return len;
}

/* A negative error is none. */
static void PRINTF_LIKE(2, 0)
message(int error, const char *fmt, va_list ap)
{
	char buf[MESSAGE_SIZE];
	size_t len;

	len = appendf(buf, 0, "%s: ", program);
	len = append(buf, len, fmt, ap);
	if (error >= 0)
		len = appendf(buf, len, ": %s", strerror(error));
	buf[len++] = '\n';
	/* Where it cannot be written, there is nobody to tell. */
	if (write(STDERR_FILENO, buf, len) == -1)
		return;
}

void
warn(const char *fmt, ...)
{
	int error = errno;
	va_list ap;

	va_start(ap, fmt);
	message(error, fmt, ap);
	va_end(ap);
}

void
warnx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(-1, fmt, ap);
	va_end(ap);
}

void
die(const char *fmt, ...)
{
	int error = errno;
	va_list ap;

	va_start(ap, fmt);
	message(error, fmt, ap);
	va_end(ap);
	exit(STATUS_FAILURE);
}

void
diex(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(-1, fmt, ap);
	va_end(ap);
	exit(STATUS_FAILURE);
}
