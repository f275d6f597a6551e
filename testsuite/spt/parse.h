/* SPDX-License-Identifier: ISC */
/*
 * parse.h: command lines for options_parse(), each in a process of its own.
 */
#ifndef SOLO5_TESTSUITE_SPT_PARSE_H
#define SOLO5_TESTSUITE_SPT_PARSE_H

#include <stddef.h>

#include "child.h"
#include "common/options.h"

/* The tender that these tests are, and how it is called. */
extern const struct tender parse_tender;
#define PARSE_ARGV0	"/opt/bin/solo5-spt.2"
#define PARSE_PROGRAM	"solo5-spt.2"

/* More words than any test has. */
#define PARSE_WORDS	8300

struct parse {
	int argc;
	char *argv[PARSE_WORDS + 1];
	struct child child;
	struct options *opt;	/* shared: valid if the child returned */
};

/* Begins a command line that has the program's name, and no more. */
void parse_begin(struct parse *parse);
void parse_add(struct parse *parse, const char *word);

/* Parses it. */
void parse_run(struct parse *parse);

/* All of that for words up to a NULL. */
void parse_words(struct parse *parse, const char *const *words);

/*
 * Checks that it was refused with this text, see child_failed(), and a word
 * about --help.
 */
void parse_refused(const struct parse *parse, const char *text);

#endif /* SOLO5_TESTSUITE_SPT_PARSE_H */
