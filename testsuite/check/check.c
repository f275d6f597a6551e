/* SPDX-License-Identifier: ISC */
/*
 * check.c: counts checks, and those that fail.
 */
#include <config.h>

#include "check.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of a million cases that fail for one reason, a few tell it. */
#define SHOWN_MAX	40

static size_t checks, failures;

bool
check_that(bool ok, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	checks++;
	if (ok)
		return true;
	if (++failures > SHOWN_MAX)
		return false;
	printf("%s:%d: not true: ", file, line);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	return false;
}

void
check_passed(size_t n)
{
	checks += n;
}

int
check_status(void)
{
	printf("%zu checks, %zu failed\n", checks, failures);
	/* A test that checks nothing has not passed. */
	return checks > 0 && failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

void
check_skip(const char *why)
{
	printf("SKIP: %s\n", why);
	/* What failed before remains a failure. */
	exit(failures > 0 ? EXIT_FAILURE : CHECK_SKIP);
}

void
check_broken(const char *what)
{
	printf("cannot test: %s: %s\n", what, strerror(errno));
	exit(CHECK_HARD);
}
