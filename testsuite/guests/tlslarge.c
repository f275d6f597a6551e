/* SPDX-License-Identifier: ISC */
/*
 * tlslarge.c: a TLS image that is longer than a large page, followed by
 * variables that fill several: tables of pages may have mapped a part of the
 * image by a large page, for these, before they protect it.
 */
#include "tls.h"

#define LARGE_PAGE	(2u << 20)

static __thread uint64_t image[LARGE_PAGE / 8 + 1] = {
	[0] = 0x1122334455667788,
	[LARGE_PAGE / 8] = 0x8877665544332211,
};

static char variables[2 * LARGE_PAGE];

TLS_USER static void
check_all(void)
{
	const uint64_t *p = opaque(image);

	CHECK(p[0] == 0x1122334455667788);
	for (size_t i = 1; i < LARGE_PAGE / 8; i++)
		CHECK(p[i] == 0);
	CHECK(p[LARGE_PAGE / 8] == 0x8877665544332211);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	uintptr_t block = info->heap_start;

	CHECK(info->heap_size / 2 > solo5_tls_size());
	for (size_t i = 0; i < sizeof(variables); i += 4096)
		CHECK(opaque(variables)[i] == 0);
	CHECK(solo5_tls_init(block) == SOLO5_R_OK);
	tls_use(block);
	check_all();
	return success();
}
