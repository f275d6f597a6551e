/* SPDX-License-Identifier: ISC */
/*
 * locate.c: where in a JSON text a value is.
 *
 * The JSON library checks the text but does not say where it found a value,
 * so this walks over the text once more, for an error message.  As the text
 * has been checked, only strings and brackets need to be told apart.  Should
 * it be wrong all the same, the walk ends at the end of the text.
 */
#include <config.h>

#include "locate.h"

#include <string.h>

struct cursor {
	const char *p;
	const char *end;
};

/* The character at the cursor, or NUL at the end. */
static char
peek(const struct cursor *c)
{
	return c->p < c->end ? *c->p : '\0';
}

static void
advance(struct cursor *c)
{
	if (c->p < c->end)
		c->p++;
}

static bool
is_one_of(char ch, const char *set)
{
	return ch != '\0' && strchr(set, ch) != NULL;
}

static void
skip_blank(struct cursor *c)
{
	while (is_one_of(peek(c), " \t\r\n"))
		advance(c);
}

/* From an opening quote to behind the closing one. */
static void
skip_string(struct cursor *c)
{
	advance(c);
	while (c->p < c->end && peek(c) != '"') {
		if (peek(c) == '\\')
			advance(c);
		advance(c);
	}
	advance(c);
}

/* From an opening bracket to behind the one that closes it. */
static void
skip_brackets(struct cursor *c)
{
	size_t open = 0;

	do {
		if (peek(c) == '"') {
			skip_string(c);
			continue;
		}
		if (is_one_of(peek(c), "[{"))
			open++;
		else if (is_one_of(peek(c), "]}"))
			open--;
		advance(c);
	} while (open != 0 && c->p < c->end);
}

static void
skip_value(struct cursor *c)
{
	if (peek(c) == '"')
		skip_string(c);
	else if (is_one_of(peek(c), "[{"))
		skip_brackets(c);
	else
		while (c->p < c->end && !is_one_of(peek(c), ",]} \t\r\n"))
			advance(c);
}

/* From a key to its value. */
static void
skip_key(struct cursor *c)
{
	skip_string(c);
	skip_blank(c);
	advance(c);		/* the colon */
	skip_blank(c);
}

/* From a bracket to the n-th member or element in it, at its key if asked. */
static void
enter(struct cursor *c, size_t n, bool key)
{
	bool object;

	object = peek(c) == '{';
	advance(c);
	skip_blank(c);
	for (; n != 0 && c->p < c->end; n--) {
		if (object)
			skip_key(c);
		skip_value(c);
		skip_blank(c);
		advance(c);	/* the comma */
		skip_blank(c);
	}
	if (object && !key)
		skip_key(c);
}

/* The line and column of p. */
static struct locate_place
place_of(const char *text, const char *p)
{
	struct locate_place place = { 1, 1 };

	for (; text < p; text++) {
		if (*text == '\n') {
			place.line++;
			place.column = 1;
		} else if (((unsigned char)*text & 0xc0) != 0x80) {
			/* Other bytes go on with the character before. */
			place.column++;
		}
	}
	return place;
}

struct locate_place
locate(const char *text, size_t len, const struct locate_way *way)
{
	struct cursor c = { text, text + len };
	size_t i;

	skip_blank(&c);
	for (i = 0; i < way->steps; i++)
		enter(&c, way->step[i], way->key && i == way->steps - 1);
	return place_of(text, c.p);
}
