/* SPDX-License-Identifier: ISC */
/*
 * t-sinfo.c: finding resources in subject information.
 */
#include <config.h>

#include <string.h>

#include "sinfo.c"

#include "check.h"

static struct sinfo sinfo;

static struct sinfo_resource *
add(const char *name, uint32_t kind)
{
	struct sinfo_resource *r = &sinfo.resource[sinfo.count++];

	r->kind = kind;
	r->name.length = (uint8_t)strlen(name);
	(void)memcpy(r->name.text, name, strlen(name));
	return r;
}

static void
names(void)
{
	static const char long_name[] =
	    "0123456789012345678901234567890123456789012345678901234567890";
	const struct sinfo_resource *in, *out, *longest;

	sinfo.magic = SINFO_MAGIC;
	(void)add("net", SINFO_MEMORY);
	(void)add("net|", SINFO_MEMORY);
	(void)add("net|i", SINFO_MEMORY);
	(void)add("net|in", SINFO_EVENT);
	(void)add("net|inn", SINFO_MEMORY);
	in = add("net|in", SINFO_MEMORY);
	out = add("net|out", SINFO_MEMORY);
	longest = add("0123456789012345678901234567890123456789012345678901234"
	    "567890|i", SINFO_MEMORY);
	CHECK(sinfo_find(&sinfo, "net", "|in", SINFO_MEMORY) == in);
	CHECK(sinfo_find(&sinfo, "net|in", "", SINFO_MEMORY) == in);
	CHECK(sinfo_find(&sinfo, "", "net|in", SINFO_MEMORY) == in);
	CHECK(sinfo_find_memory(&sinfo, "net", "|out") == &out->u.memory);
	CHECK(sinfo_find(&sinfo, "net", "|out", SINFO_EVENT) == NULL);
	CHECK(sinfo_find_memory(&sinfo, "nt", "|in") == NULL);
	CHECK(sinfo_find_memory(&sinfo, "net|in", "|in") == NULL);
	CHECK(sinfo_find(&sinfo, long_name, "|i", SINFO_MEMORY) == longest);
	CHECK(sinfo_find(&sinfo, long_name, "|in", SINFO_MEMORY) == NULL);
}

/* What Muen's tools do not write. */
static void
damaged(void)
{
	struct sinfo_resource *r = add("last", SINFO_MEMORY);

	CHECK(sinfo_find_memory(&sinfo, "last", "") == &r->u.memory);
	r->name.length = 64;
	CHECK(sinfo_find_memory(&sinfo, "last", "") == NULL);
	r->name.length = 255;
	CHECK(sinfo_find_memory(&sinfo, "last", "") == NULL);
	r->name.length = 4;
	sinfo.count--;
	CHECK(sinfo_find_memory(&sinfo, "last", "") == NULL);
	sinfo.count = UINT16_MAX;
	CHECK(sinfo_find_memory(&sinfo, "last", "") == &r->u.memory);
	CHECK(sinfo_find_memory(&sinfo, "none", "") == NULL);
	sinfo.magic = SINFO_MAGIC - (1ull << 56);
	CHECK(sinfo_find_memory(&sinfo, "last", "") == NULL);
}

int
main(void)
{
	names();
	damaged();
	return check_status();
}
