/* SPDX-License-Identifier: ISC */
/*
 * check.c: counts checks, and those that fail.
 */
#include <config.h>

#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solo5-elf.h"

static unsigned int checks, failures;

bool
check_that(bool ok, const char *cond, const char *file, int line)
{
	checks++;
	if (ok)
		return true;
	failures++;
	printf("%s:%d: not true: %s\n", file, line, cond);
	return false;
}

bool
check_reason(int got, int want, const char *what, const char *file, int line)
{
	checks++;
	if (got == want)
		return true;
	failures++;
	printf("%s:%d: %s: got \"%s\", expected \"%s\"\n", file, line, what,
	    s5elf_strerror(got), s5elf_strerror(want));
	return false;
}

int
check_status(void)
{
	printf("%u checks, %u failed\n", checks, failures);
	/* A test that checks nothing has not passed. */
	return checks > 0 && failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

void
check_broken(const char *what)
{
	printf("cannot test: %s: %s\n", what, strerror(errno));
	exit(CHECK_HARD);
}
