/* SPDX-License-Identifier: ISC */
/*
 * fail.c: failures that were asked for, and mistakes that were not.
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ERRNO_MAX	133

static void PRINTF_LIKE(1, 0)
say(const char *fmt, va_list ap)
{
	char text[256] = "model: ";
	const size_t len = strlen(text);

	(void)vsnprintf(text + len, sizeof(text) - len - 1, fmt, ap);
	strcat(text, "\n");
	if (write(STDERR_FILENO, text, strlen(text)) == -1)
		_exit(MODEL_STATUS);
}

void
complain(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	_exit(MODEL_STATUS);
}

static void PRINTF_LIKE(1, 2)
violated(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

/* The signal cannot be caught. */
void
pledge_violated(const char *what)
{
	violated("pledge violated: %s", what);
	(void)signal(SIGABRT, SIG_DFL);
	abort();
}

static int
number_of(const char *name, size_t len)
{
	const char *s;
	int i;

	if (len == 4 && strncmp(name, "KILL", len) == 0)
		(void)raise(SIGKILL);
	for (i = 1; i <= ERRNO_MAX; i++) {
		s = strerrorname_np(i);
		if (s != NULL && strlen(s) == len && strncmp(s, name, len) == 0)
			return i;
	}
	complain("MODEL_FAIL: no such error: %s", name);
}

/* Of calls so far, for all processes of a program. */
static unsigned long *count;

__attribute__((__constructor__)) static void
begin(void)
{
	count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (count == MAP_FAILED)
		complain("no memory to share");
}

/* Only one call is counted, that which is to fail. */
int
fail(const char *call)
{
	const char *wish = getenv("MODEL_FAIL");
	const size_t len = strlen(call);
	unsigned long at = 1;
	size_t error_len;

	if (wish == NULL || strncmp(wish, call, len) != 0 || wish[len] != ':')
		return 0;
	wish += len + 1;
	error_len = strcspn(wish, "@");
	if (wish[error_len] == '@')
		at = strtoul(wish + error_len + 1, NULL, 10);
	return __atomic_add_fetch(count, 1, __ATOMIC_SEQ_CST) == at ?
	    number_of(wish, error_len) : 0;
}
