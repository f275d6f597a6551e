/* SPDX-License-Identifier: ISC */
/*
 * parse.c: a manifest as JSON text into a struct mft.
 *
 * Jansson does the syntax.  What the keys and values must be is in the two
 * tables below; each refusal names the place in the text and the path of
 * keys that leads there.  Strings from the text are shown in printable ASCII
 * only, since they end on somebody's terminal.
 */
#include <config.h>

#include "parse.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <solo5/mft_abi.h>

#include "compiler.h"
#include "manifest/manifest.h"

/* Devices that a manifest can have. */
#define DEVICES_MAX	(MFT_MAX_ENTRIES - 1)

/* A string from the text is shown up to here, in characters. */
#define SHOWN_MAX	40

/* A manifest that is being read. */
struct parser {
	const char *text;
	size_t len;
	struct mft *mft;
	struct parse_fault *fault;
	struct locate_way way;	/* to the value that is being read */
	const char *name[LOCATE_DEPTH]; /* its steps' keys, NULL for elements */
};

/* What an object may and must have: all of a table, and nothing else. */
struct member {
	const char *key;
	int (*take)(struct parser *, const json_t *value);
};

/*
 * Copies src to dst of size bytes in printable ASCII, which is cut, with an
 * ellipsis, if it has more than max characters or does not fit.
 */
static void
show(char *dst, size_t size, const char *src, size_t max)
{
	size_t n = 0;

	for (; *src != '\0'; src++, max--) {
		/* Room for an escape, an ellipsis and the NUL. */
		if (max == 0 || n + 4 + 3 + 1 > size) {
			(void)snprintf(dst + n, size - n, "...");
			return;
		}
		if (*src >= ' ' && *src <= '~')
			dst[n++] = *src;
		else
			n += (size_t)snprintf(dst + n, size - n, "\\x%02x",
			    (unsigned int)(unsigned char)*src);
	}
	dst[n] = '\0';
}

/* Writes the path of keys into buf; nothing for the outermost value. */
static void
show_path(const struct parser *p, char *buf, size_t size)
{
	size_t i, steps, n = 0;

	buf[0] = '\0';
	/* A key that is not known is no part of the path. */
	steps = p->way.steps - (p->way.key ? 1 : 0);
	for (i = 0; i < steps && n < size; i++) {
		if (p->name[i] == NULL)
			n += (size_t)snprintf(buf + n, size - n, "[%zu]",
			    p->way.step[i]);
		else
			n += (size_t)snprintf(buf + n, size - n, "%s%s",
			    i == 0 ? "" : ".", p->name[i]);
	}
}

/* Refuses the value that is being read.  Returns -1. */
static int PRINTF_LIKE(2, 3)
refuse(struct parser *p, const char *fmt, ...)
{
	char path[64], why[240];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	show_path(p, path, sizeof(path));
	p->fault->place = locate(p->text, p->len, &p->way);
	(void)snprintf(p->fault->text, sizeof(p->fault->text), "%s%s%s", path,
	    path[0] == '\0' ? "" : ": ", why);
	return -1;
}

/* The member of the table with this key; n if there is none. */
static size_t
member_find(const struct member *table, size_t n, const char *key)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(table[i].key, key) == 0)
			break;
	return i;
}

static int
refuse_key(struct parser *p, const char *key)
{
	char shown[4 * SHOWN_MAX + 4];

	show(shown, sizeof(shown), key, SHOWN_MAX);
	p->way.key = true;
	return refuse(p, "unknown key '%s'", shown);
}

/* Takes each member of an object.  The JSON library keeps them in order. */
static int
members_take(struct parser *p, json_t *object, const struct member *table,
    size_t n, uint32_t *seen)
{
	const size_t depth = p->way.steps;
	void *iter;
	size_t i;

	p->way.steps = depth + 1;
	p->way.step[depth] = 0;
	for (iter = json_object_iter(object); iter != NULL;
	    iter = json_object_iter_next(object, iter)) {
		i = member_find(table, n, json_object_iter_key(iter));
		if (i == n)
			return refuse_key(p, json_object_iter_key(iter));
		p->name[depth] = table[i].key;
		if (table[i].take(p, json_object_iter_value(iter)) == -1)
			return -1;
		*seen |= UINT32_C(1) << i;
		p->way.step[depth]++;
	}
	p->way.steps = depth;
	return 0;
}

static int
object_take(struct parser *p, json_t *object, const struct member *table,
    size_t n)
{
	uint32_t seen = 0;
	size_t i;

	if (!json_is_object(object))
		return refuse(p, "must be an object");
	if (members_take(p, object, table, n, &seen) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if ((seen & UINT32_C(1) << i) == 0)
			return refuse(p, "missing key '%s'", table[i].key);
	return 0;
}

/* The entry that is being read: the last one. */
static struct mft_entry *
entry(const struct parser *p)
{
	return &p->mft->e[p->mft->entries - 1];
}

static int
take_device_name(struct parser *p, const json_t *value)
{
	char shown[4 * SHOWN_MAX + 4];
	const char *name;
	uint32_t i;

	name = json_string_value(value);
	if (name == NULL)
		return refuse(p, "must be a string");
	show(shown, sizeof(shown), name, SHOWN_MAX);
	if (!mft_name_valid(name))
		return refuse(p, "'%s' is not 1 to %u letters and digits",
		    shown, MFT_NAME_MAX);
	for (i = 1; i < p->mft->entries - 1; i++)
		if (strcmp(p->mft->e[i].name, name) == 0)
			return refuse(p, "'%s' is the name of devices[%u] "
			    "already", shown, (unsigned int)i - 1);
	(void)snprintf(entry(p)->name, sizeof(entry(p)->name), "%s", name);
	return 0;
}

static int
take_device_type(struct parser *p, const json_t *value)
{
	char shown[4 * SHOWN_MAX + 4];
	const char *name;

	name = json_string_value(value);
	if (name == NULL)
		return refuse(p, "must be a string");
	entry(p)->type = mft_type_find(name);
	if (entry(p)->type != 0)
		return 0;
	show(shown, sizeof(shown), name, SHOWN_MAX);
	return refuse(p, "unknown device type '%s'; there are BLOCK_BASIC and "
	    "NET_BASIC", shown);
}

static const struct member device_members[] = {
	{ "name", take_device_name },
	{ "type", take_device_type },
};

static int
take_type(struct parser *p, const json_t *value)
{
	const char *type;

	type = json_string_value(value);
	if (type == NULL || strcmp(type, MANIFEST_TYPE) != 0)
		return refuse(p, "must be \"" MANIFEST_TYPE "\"");
	return 0;
}

static int
take_version(struct parser *p, const json_t *value)
{
	/* 1.0 and 1e0 are not integers; other tools need not know that. */
	if (!json_is_integer(value) ||
	    json_integer_value(value) != (json_int_t)MFT_VERSION)
		return refuse(p, "must be the integer %u", MFT_VERSION);
	return 0;
}

static int
take_devices(struct parser *p, const json_t *value)
{
	const size_t depth = p->way.steps;
	size_t i;

	if (!json_is_array(value))
		return refuse(p, "must be an array");
	if (json_array_size(value) > DEVICES_MAX)
		return refuse(p, "too many entries, maximum %u", DEVICES_MAX);
	p->way.steps = depth + 1;
	p->name[depth] = NULL;
	for (i = 0; i < json_array_size(value); i++) {
		p->way.step[depth] = i;
		p->mft->entries++;
		if (object_take(p, json_array_get(value, i), device_members,
		    NELEM(device_members)) == -1)
			return -1;
	}
	p->way.steps = depth;
	return 0;
}

static const struct member manifest_members[] = {
	{ "type", take_type },
	{ "version", take_version },
	{ "devices", take_devices },
};

/* A fault of syntax, which the JSON library describes and locates. */
static void
refuse_syntax(struct parse_fault *fault, const json_error_t *error)
{
	fault->place.line = error->line > 0 ? (size_t)error->line : 1;
	fault->place.column = error->column > 0 ? (size_t)error->column : 1;
	show(fault->text, sizeof(fault->text), error->text,
	    sizeof(error->text));
}

int
parse(const char *text, size_t len, struct mft *mft, struct parse_fault *fault)
{
	struct parser p = {
		.text = text, .len = len, .mft = mft, .fault = fault
	};
	json_error_t error;
	json_t *root;
	int r;

	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
	if (root == NULL) {
		refuse_syntax(fault, &error);
		return -1;
	}
	mft->version = MFT_VERSION;
	mft->entries = 1;
	mft->e[0].type = MFT_RESERVED_FIRST;
	r = object_take(&p, root, manifest_members, NELEM(manifest_members));
	json_decref(root);
	return r;
}
