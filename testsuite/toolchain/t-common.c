/* SPDX-License-Identifier: ISC */
/*
 * t-common.c: what the bindings have in place of a C library, and their log.
 */
#include <config.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The bindings' code, as part of this program.  Of the functions that the C
 * library has too, it is theirs that are looked at.
 */
#define memcmp	own_memcmp
#define memcpy	own_memcpy
#define memmove	own_memmove
#define memset	own_memset
#include "../../bindings/common/log.c"
#include "../../bindings/common/mem.c"
#include "../../bindings/common/printf.c"
#include "../../bindings/common/string.c"
#undef memcmp
#undef memcpy
#undef memmove
#undef memset

static unsigned int checks;
static unsigned int failures;

/* What has been written to the console, and in how many writes. */
static char console[8192];
static size_t console_used;
static unsigned int writes;

void
platform_console_write(const char *s, size_t size)
{
	if (size > sizeof(console) - console_used)
		abort();
	memcpy(console + console_used, s, size);
	console_used += size;
	writes++;
}

static void
check(const char *what, int ok)
{
	checks++;
	if (ok)
		return;
	failures++;
	printf("FAIL: %s\n", what);
}

/* Whether just this is on the console, by so many writes; and forgets it. */
static void
check_console(const char *what, const char *text, unsigned int n)
{
	check(what, console_used == strlen(text) && writes == n &&
	    memcmp(console, text, console_used) == 0);
	console_used = 0;
	writes = 0;
}

static void check_format(const char *text, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

static void
check_format(const char *text, const char *fmt, ...)
{
	const size_t len = strlen(text);
	char got[256];
	va_list ap;

	/* Into just enough room, and into one byte less. */
	for (size_t room = len; room + 1 >= len && room != SIZE_MAX; room--) {
		memset(got, '#', sizeof(got));
		va_start(ap, fmt);
		check(text, format(got, room, fmt, ap) == room);
		va_end(ap);
		check(text, memcmp(got, text, room) == 0 && got[room] == '#');
	}
}

static void
check_formats(void)
{
	check_format("", "%s", "");
	check_format("a b", "%s %s", "a", "b");
	check_format("0 1 -1", "%d %d %d", 0, 1, -1);
	check_format("2147483647 -2147483648", "%d %d", INT_MAX, INT_MIN);
	check_format("4294967295 0", "%u %u", UINT_MAX, 0u);
	check_format("-9223372036854775808", "%ld", LONG_MIN);
	check_format("18446744073709551615", "%lu", ULONG_MAX);
	check_format("18446744073709551615", "%zu", (size_t)SIZE_MAX);
	check_format("0xffffffffffffffff", "0x%lx", ULONG_MAX);
	check_format("0x0 0x89abcdef", "0x%x 0x%x", 0u, 0x89abcdefu);
	check_format("100%", "%d%%", 100);
}

/* A command line, what of it is left, and the level that it sets. */
static const struct {
	const char *cmdline;
	const char *rest;
	enum log_level level;
	bool warns;
} options[] = {
	{ "", "", LOG_INFO, false },
	{ "a b", "a b", LOG_INFO, false },
	{ "--solo5:quiet", "", LOG_QUIET, false },
	{ "--solo5:error a", "a", LOG_ERROR, false },
	{ "--solo5:warn a  b ", "a  b ", LOG_WARN, false },
	{ "--solo5:info  a", " a", LOG_INFO, false },
	{ "--solo5:debug ", "", LOG_DEBUG, false },
	{ "--solo5:quiet --solo5:debug a", "a", LOG_DEBUG, false },
	{ "--solo5:quiet  --solo5:debug", " --solo5:debug", LOG_QUIET, false },
	{ " --solo5:quiet", " --solo5:quiet", LOG_INFO, false },
	{ "a --solo5:quiet", "a --solo5:quiet", LOG_INFO, false },
	{ "--solo5quiet", "--solo5quiet", LOG_INFO, false },
	{ "--solo5:quieter", "--solo5:quieter", LOG_INFO, true },
	{ "--solo5:", "--solo5:", LOG_INFO, true },
	{ "--solo5:quiet --solo5:x", "--solo5:x", LOG_QUIET, false },
};

static void
check_options(void)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		const char *rest;

		log_hold();
		rest = log_options(options[i].cmdline);
		log_release();
		check(options[i].cmdline, strcmp(rest, options[i].rest) == 0);
		check(options[i].cmdline, wanted == options[i].level);
		check(options[i].cmdline, (console_used != 0) ==
		    options[i].warns);
		console_used = 0;
		writes = 0;
	}
}

static void
check_log(void)
{
	static char many[4096];
	unsigned int n;

	log_hold();
	log_print(LOG_INFO, "one %d\n", 1);
	log_print(LOG_DEBUG, "not this\n");
	log_print(LOG_ERROR, "two\n");
	check_console("held", "", 0);
	log_release();
	check_console("released", "one 1\ntwo\n", 1);
	log_print(LOG_WARN, "three\n");
	check_console("at once", "three\n", 1);
	log_release();
	check_console("nothing to release", "", 0);

	(void)log_options("--solo5:quiet");
	log_print(LOG_ERROR, "not this\n");
	check_console("quiet", "", 0);

	/* More than can be held is written in parts, and nothing is lost. */
	log_hold();
	for (n = 0; n < 300; n++) {
		log_print(LOG_INFO, "line %u\n", n);
		sprintf(many + strlen(many), "line %u\n", n);
	}
	log_release();
	check("parts", writes > 1);
	check_console("more than can be held", many, writes);

	/* One message that is too long is cut. */
	memset(many, 'x', sizeof(many) - 1);
	log_print(LOG_INFO, "%s", many);
	many[sizeof(pending)] = '\0';
	check_console("too long", many, 1);
}

static void
check_mem(void)
{
	char a[32], b[32];

	for (unsigned int from = 0; from < 8; from++)
		for (unsigned int to = 0; to < 8; to++)
			for (unsigned int len = 0; len < 20; len++) {
				for (unsigned int i = 0; i < 32; i++)
					a[i] = b[i] = (char)('a' + i);
				memmove(a + to, a + from, len);
				check("memmove", own_memmove(b + to, b + from,
				    len) == b + to);
				check("memmove", memcmp(a, b, 32) == 0);
			}
	check("memset", own_memset(a + 1, 0x1ff, 3) == a + 1 &&
	    (unsigned char)a[3] == 0xff && (unsigned char)a[4] != 0xff);
	check("memcmp", own_memcmp("a\0b", "a\0b", 3) == 0);
	check("memcmp", own_memcmp("a\0b", "a\0c", 3) < 0);
	check("memcmp", own_memcmp("\xff", "\1", 1) > 0);
	check("memcmp", own_memcmp("a", "b", 0) == 0);
	check("string_skip", string_skip("abc", "abcd") == NULL);
	check("string_skip", strcmp(string_skip("abc", "ab"), "c") == 0);
}

int
main(void)
{
	check_formats();
	check_options();
	check_log();
	check_mem();
	if (failures != 0)
		printf("%u of %u checks failed\n", failures, checks);
	else
		printf("%u checks\n", checks);
	return failures != 0;
}
