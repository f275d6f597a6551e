/* SPDX-License-Identifier: ISC */
/*
 * abort.c: the ends of a unikernel.
 *
 * When bindings abort, memory may be damaged: so that path formats nothing
 * and takes no more from memory than the log that is pending.
 */
#include "solo5_bindings.h"

#define PREFIX	"Solo5: ABORT: "

void
solo5_exit(int status)
{
	log_print(LOG_WARN, "Solo5: solo5_exit(%d) called\n", status);
	platform_exit(status);
}

void
solo5_abort(void)
{
	log_print(LOG_WARN, "Solo5: solo5_abort() called\n");
	platform_exit(SOLO5_EXIT_ABORT);
}

/* A line that is written at once; what does not fit is cut. */
struct line {
	char text[200];
	size_t len;
};

static void
add(struct line *line, const char *s)
{
	while (*s != '\0' && line->len < sizeof(line->text) - 1)
		line->text[line->len++] = *s++;
}

static void
add_number(struct line *line, unsigned int value)
{
	char digits[11];
	size_t i = sizeof(digits) - 1;

	digits[i] = '\0';
	do {
		digits[--i] = (char)('0' + value % 10);
		value /= 10;
	} while (value != 0);
	add(line, digits + i);
}

NORETURN static void
end(struct line *line)
{
	line->text[line->len++] = '\n';
	log_release();
	platform_console_write(line->text, line->len);
	platform_exit(SOLO5_EXIT_ABORT);
}

void
abort_at(const char *file, unsigned int number, const char *why)
{
	struct line line;

	line.len = 0;
	add(&line, PREFIX);
	add(&line, file);
	add(&line, ":");
	add_number(&line, number);
	add(&line, ": ");
	add(&line, why);
	end(&line);
}

void
abort_why(const char *why)
{
	struct line line;

	line.len = 0;
	add(&line, PREFIX);
	add(&line, why);
	end(&line);
}
