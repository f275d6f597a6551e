/* SPDX-License-Identifier: ISC */
/*
 * parse.c: command lines for options_parse().
 */
#include <config.h>

#include "parse.h"

#include <string.h>

#include "check.h"
#include "common/message.h"

const struct tender parse_tender = {
	.name = "solo5-spt",
	.target = "spt",
	.abi_target = 2,
	.abi_version_min = 1,
	.abi_version = 2,
};

void
parse_add(struct parse *p, const char *word)
{
	if (p->argc == PARSE_WORDS)
		check_broken("too many words");
	/* As main() has it, which nobody writes to. */
	memcpy(&p->argv[p->argc++], &word, sizeof(word));
	p->argv[p->argc] = NULL;
}

void
parse_begin(struct parse *p)
{
	p->argc = 0;
	parse_add(p, PARSE_ARGV0);
	if (p->opt == NULL)
		p->opt = child_share(sizeof(*p->opt));
	/* Whatever is not set must not pass for what was expected: false. */
	memset(p->opt, 1, sizeof(*p->opt));
}

static void
run(void *arg)
{
	struct parse *p = arg;

	message_init(p->argv[0]);
	options_parse(p->opt, &parse_tender, p->argc, p->argv);
}

void
parse_run(struct parse *p)
{
	child_run(&p->child, run, p);
}

void
parse_words(struct parse *p, const char *const *words)
{
	parse_begin(p);
	for (; *words != NULL; words++)
		parse_add(p, *words);
	parse_run(p);
}

void
parse_refused(const struct parse *p, const char *text)
{
	const bool ok = child_failed(&p->child, PARSE_PROGRAM, text);

	if (!child_failed(&p->child, PARSE_PROGRAM, "See --help for syntax.") ||
	    !ok)
		CHECK_CASE(false, "first word '%s'", p->argv[1]);
}
