/* SPDX-License-Identifier: ISC */
/*
 * t-cmdline.c: the guest's command line: words joined by blanks, empty ones
 * too, in 8191 bytes and no more.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "parse.h"

#define MAX	8191
#define TOO_LONG "Guest command line too long (max=8191 characters)"

static struct parse p;

static void
begin(void)
{
	parse_begin(&p);
	parse_add(&p, "kernel");
}

/* Parses, and joins into a buffer that ends where it must end. */
static void
joins_to(const char *want)
{
	char *buf;

	parse_run(&p);
	if (!CHECK_CASE(p.child.returned, "'%.40s': %s", want, p.child.err))
		return;
	if (!CHECK_CASE(p.opt->cmdline_size == strlen(want) + 1,
	    "'%.40s': %zu", want, p.opt->cmdline_size))
		return;
	buf = malloc(p.opt->cmdline_size + 1);
	if (buf == NULL)
		check_broken("malloc");
	memset(buf, 0xa5, p.opt->cmdline_size + 1);
	options_cmdline(p.opt, buf);
	CHECK_CASE(strcmp(buf, want) == 0, "'%.40s'", want);
	CHECK_CASE(buf[p.opt->cmdline_size] == (char)0xa5, "'%.40s'", want);
	free(buf);
}

static void
refused(void)
{
	parse_run(&p);
	child_failed(&p.child, PARSE_PROGRAM, TOO_LONG);
}

struct line {
	const char *words[5];
	const char *want;
};

static const struct line lines[] = {
	{ { NULL }, "" },
	{ { "" }, "" },
	{ { "", "" }, " " },
	{ { "", "", "" }, "  " },
	{ { "a" }, "a" },
	{ { "a", "b" }, "a b" },
	{ { "a", "", "b" }, "a  b" },
	{ { "", "a" }, " a" },
	{ { "a", "" }, "a " },
	{ { "a b", " c " }, "a b  c " },
	{ { "--name=foo", "--arg=a b", "--", "-x" },
	    "--name=foo --arg=a b -- -x" },
	{ { "{\"cmdline\":\"redis /conf\"}" },
	    "{\"cmdline\":\"redis /conf\"}" },
	{ { "\xff\x01\t\n", "\\", "'\"" }, "\xff\x01\t\n \\ '\"" },
};

static void
test_lines(void)
{
	const char *const *w;
	size_t i;

	for (i = 0; i < NELEM(lines); i++) {
		begin();
		for (w = lines[i].words; *w != NULL; w++)
			parse_add(&p, *w);
		joins_to(lines[i].want);
	}
}

/* One word of n bytes. */
static const char *
long_word(size_t n)
{
	static char word[2 * MAX];

	memset(word, 'w', n);
	word[n] = '\0';
	return word;
}

static void
test_one_long_word(void)
{
	begin();
	parse_add(&p, long_word(MAX - 1));
	joins_to(long_word(MAX - 1));
	begin();
	parse_add(&p, long_word(MAX));
	joins_to(long_word(MAX));
	begin();
	parse_add(&p, long_word(MAX + 1));
	refused();
	begin();
	parse_add(&p, long_word(2 * MAX - 1));
	refused();
}

/* Blanks between words count, and so does one before an empty last word. */
static void
test_joins_count(void)
{
	char want[2 * MAX + 2];

	begin();
	parse_add(&p, long_word(MAX - 2));
	parse_add(&p, "x");
	(void)snprintf(want, sizeof(want), "%s x", long_word(MAX - 2));
	joins_to(want);
	begin();
	parse_add(&p, long_word(MAX - 1));
	parse_add(&p, "x");
	refused();
	begin();
	parse_add(&p, long_word(MAX - 1));
	parse_add(&p, "");
	(void)snprintf(want, sizeof(want), "%s ", long_word(MAX - 1));
	joins_to(want);
	begin();
	parse_add(&p, long_word(MAX));
	parse_add(&p, "");
	refused();
	begin();
	parse_add(&p, "");
	parse_add(&p, long_word(MAX));
	refused();
}

/* n words that are empty are joined by n - 1 blanks. */
static void
test_many_words(void)
{
	char want[MAX + 1];
	size_t i, n;

	for (n = MAX; n <= MAX + 2; n++) {
		begin();
		for (i = 0; i < n; i++)
			parse_add(&p, "");
		if (n > MAX + 1) {
			refused();
			continue;
		}
		memset(want, ' ', n - 1);
		want[n - 1] = '\0';
		joins_to(want);
	}
	begin();
	for (i = 0; i < (MAX + 1) / 2; i++) {
		parse_add(&p, "y");
		want[2 * i] = 'y';
		want[2 * i + 1] = ' ';
	}
	want[MAX] = '\0';
	joins_to(want);
	parse_add(&p, "");
	refused();
}

int
main(void)
{
	test_lines();
	test_one_long_word();
	test_joins_count();
	test_many_words();
	return check_status();
}
