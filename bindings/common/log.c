/* SPDX-License-Identifier: ISC */
/*
 * log.c: the bindings' messages on the console.
 *
 * A message is one write.  At the start, when there are many, they are
 * collected and become one write together: a unikernel's whole life may be
 * shorter than ten writes.
 */
#include "solo5_bindings.h"

static const struct {
	const char *name;
	enum log_level level;
} levels[] = {
	{ "quiet", LOG_QUIET },
	{ "error", LOG_ERROR },
	{ "warn", LOG_WARN },
	{ "info", LOG_INFO },
	{ "debug", LOG_DEBUG },
};

#define NLEVELS	(sizeof(levels) / sizeof(levels[0]))

/* The banner takes half of it; a longer message is cut. */
static char pending[1024];
static size_t used;
static bool held;
static enum log_level wanted;

static void
flush(void)
{
	size_t len = used;

	used = 0;
	platform_console_write(pending, len);
}

void
log_hold(void)
{
	wanted = LOG_INFO;
	held = true;
}

void
log_release(void)
{
	held = false;
	if (used != 0)
		flush();
}

/* Appends a message, unless it had to be cut. */
static bool append(const char *fmt, va_list ap) PRINTF_LIKE(1, 0);

static bool
append(const char *fmt, va_list ap)
{
	size_t len = format(pending + used, sizeof(pending) - used, fmt, ap);

	if (used != 0 && len == sizeof(pending) - used)
		return false;
	used += len;
	return true;
}

void
log_print(enum log_level level, const char *fmt, ...)
{
	va_list ap;

	if (level > wanted)
		return;
	va_start(ap, fmt);
	if (!append(fmt, ap)) {
		flush();
		(void)append(fmt, ap);
	}
	va_end(ap);
	if (!held)
		flush();
}

void
log_write(enum log_level level, const char *text, size_t len)
{
	if (level > wanted)
		return;
	if (len > sizeof(pending) - used)
		flush();
	if (len > sizeof(pending))
		len = sizeof(pending);
	memcpy(pending + used, text, len);
	used += len;
	if (!held)
		flush();
}

/* Whether s is at the end of a word of the command line. */
static bool
at_end(const char *s)
{
	return *s == ' ' || *s == '\0';
}

/* If a level's name is the word at s, sets the level and returns its end. */
static const char *
take_level(const char *s)
{
	for (size_t i = 0; i < NLEVELS; i++) {
		const char *end = string_skip(s, levels[i].name);

		if (end != NULL && at_end(end)) {
			wanted = levels[i].level;
			return end;
		}
	}
	return NULL;
}

const char *
log_options(const char *cmdline)
{
	const char *s;

	while ((s = string_skip(cmdline, "--solo5:")) != NULL) {
		s = take_level(s);
		if (s == NULL) {
			log_print(LOG_WARN, "Solo5: unknown --solo5: option, "
			    "left to the application\n");
			break;
		}
		/* One blank separates words; more would be an empty word. */
		cmdline = *s == ' ' ? s + 1 : s;
	}
	return cmdline;
}
