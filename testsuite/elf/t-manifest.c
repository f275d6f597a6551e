/* SPDX-License-Identifier: ISC */
/*
 * t-manifest.c: the functions on manifests that have nothing to do with
 * files.  What mft_check() refuses is in the table of crafted files.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "compiler.h"
#include "manifest/manifest.h"

#define ENTRIES	MFT_MAX_ENTRIES

static union {
	struct mft mft;
	uint8_t raw[MFT_MAX_SIZE + 1];
} u;

static void
fill(uint32_t entries)
{
	memset(&u, 0, sizeof(u));
	u.mft.version = MFT_VERSION;
	u.mft.entries = entries;
	u.mft.e[0].type = MFT_RESERVED_FIRST;
	for (uint32_t i = 1; i < entries; i++) {
		(void)snprintf(u.mft.e[i].name, MFT_NAME_SIZE, "dev%u", i);
		u.mft.e[i].type = i % 2 == 1 ? MFT_DEV_NET_BASIC :
		    MFT_DEV_BLOCK_BASIC;
	}
}

static void
check_names(void)
{
	static const char *const good[] = {
		"a", "Z", "0", "9", "azAZ09", "service0",
	};
	static const char *const bad[] = {
		"", " ", "a b", "a-b", "a.b", "a_b", "/", ":", "@", "[", "`",
		"{", "a\n", "\x7f", "\x80", "\xff", "a\xc3\xa9", "\x1b[0m",
		"a\"", "a\\", "\t", "a=", "%s",
	};
	char name[MFT_NAME_SIZE + 2];

	for (size_t i = 0; i < NELEM(good); i++)
		CHECK(mft_name_valid(good[i]));
	for (size_t i = 0; i < NELEM(bad); i++)
		if (!CHECK(!mft_name_valid(bad[i])))
			printf("name %zu\n", i);
	for (int c = 1; c < 256; c++) {
		name[0] = (char)c;
		name[1] = '\0';
		CHECK(mft_name_valid(name) == (strchr("0123456789"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
		    c) != NULL));
	}
	for (size_t len = 0; len <= MFT_NAME_SIZE + 1; len++) {
		memset(name, 'x', len);
		name[len] = '\0';
		CHECK(mft_name_valid(name) == (len >= 1 && len <= 67));
	}
}

static void
check_types(void)
{
	CHECK(strcmp(mft_type_name(MFT_DEV_NET_BASIC), "NET_BASIC") == 0);
	CHECK(strcmp(mft_type_name(MFT_DEV_BLOCK_BASIC), "BLOCK_BASIC") == 0);
	CHECK(mft_type_name(0) == NULL);
	CHECK(mft_type_name(3) == NULL);
	CHECK(mft_type_name(MFT_RESERVED_FIRST) == NULL);
	CHECK(mft_type_name(UINT32_MAX) == NULL);
	CHECK(mft_type_find("NET_BASIC") == MFT_DEV_NET_BASIC);
	CHECK(mft_type_find("BLOCK_BASIC") == MFT_DEV_BLOCK_BASIC);
	CHECK(mft_type_find("") == 0);
	CHECK(mft_type_find("NET_BASI") == 0);
	CHECK(mft_type_find("NET_BASICS") == 0);
	CHECK(mft_type_find("net_basic") == 0);
	CHECK(mft_type_find("RESERVED_FIRST") == 0);
}

static void
check_find(void)
{
	fill(ENTRIES);
	for (uint32_t i = 1; i < ENTRIES; i++) {
		CHECK(mft_find(&u.mft, u.mft.e[i].name,
		    u.mft.e[i].type) == i);
		/* MFT_DEV_BLOCK_BASIC and MFT_DEV_NET_BASIC are 1 and 2. */
		CHECK(mft_find(&u.mft, u.mft.e[i].name,
		    3 - u.mft.e[i].type) == 0);
	}
	CHECK(mft_find(&u.mft, "dev64", MFT_DEV_BLOCK_BASIC) == 0);
	CHECK(mft_find(&u.mft, "dev", MFT_DEV_NET_BASIC) == 0);
	CHECK(mft_find(&u.mft, "dev1x", MFT_DEV_NET_BASIC) == 0);
	/* The reserved entry cannot be had, by whatever name. */
	CHECK(mft_find(&u.mft, "", MFT_RESERVED_FIRST) == 0);
	fill(1);
	CHECK(mft_find(&u.mft, "dev1", MFT_DEV_NET_BASIC) == 0);
}

static void
check_sizes(void)
{
	void *exact;

	CHECK(mft_size(1) == 8 + 104);
	CHECK(mft_size(MFT_MAX_ENTRIES) == MFT_MAX_SIZE);
	CHECK(MFT_MAX_SIZE == 8 + 64 * 104);
	for (uint32_t n = 1; n <= ENTRIES; n++) {
		fill(n);
		CHECK(mft_check(&u.mft, mft_size(n)) == MFT_OK);
		CHECK(mft_check(&u.mft, mft_size(n) - 1) == MFT_BAD_SIZE);
		CHECK(mft_check(&u.mft, mft_size(n) + 1) == MFT_BAD_SIZE);
	}
	for (size_t size = 0; size < 8; size++) {
		/* So that a sanitizer sees what is read behind the end. */
		exact = malloc(size);
		CHECK(mft_check(exact, size) == MFT_BAD_SIZE);
		free(exact);
	}
}

/* Every byte of a manifest matters, but for letters of names. */
static void
check_bytes(void)
{
	size_t at;

	fill(4);
	for (at = 0; at < mft_size(4); at++) {
		u.raw[at] ^= 0x80;
		if (!CHECK(mft_check(&u.mft, mft_size(4)) != MFT_OK))
			printf("byte %zu\n", at);
		u.raw[at] ^= 0x80;
	}
	CHECK(mft_check(&u.mft, mft_size(4)) == MFT_OK);
}

int
main(void)
{
	check_names();
	check_types();
	check_find();
	check_sizes();
	check_bytes();
	return check_status();
}
