/* SPDX-License-Identifier: ISC */
/*
 * tlsalign.c: thread-local objects that ask for more alignment than a word;
 * they get it in every block, wherever the block is.
 */
#include "tls.h"

static __thread char before = 1;
static __thread _Alignas(256) uint64_t aligned = 0x42;
static __thread _Alignas(64) char line[64];
static __thread char after;

TLS_USER static void
check_all(uint64_t n)
{
	CHECK((uintptr_t)opaque(&aligned) % 256 == 0);
	CHECK((uintptr_t)opaque(line) % 64 == 0);
	CHECK(*opaque(&before) == 1 && *opaque(&aligned) == 0x42);
	CHECK(*opaque(&after) == 0);
	for (size_t i = 0; i < sizeof(line); i++)
		CHECK(opaque(line)[i] == 0);
	*opaque(&aligned) = n;
	*opaque(&after) = 1;
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	for (unsigned int n = 0; n < 4; n++) {
		tls_use(tls_new(info, n));
		check_all(n);
	}
	return success();
}
