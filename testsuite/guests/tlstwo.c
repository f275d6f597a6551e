/* SPDX-License-Identifier: ISC */
/*
 * tlstwo.c: two blocks of thread-local storage, switched to and fro, keep
 * what each was given.
 */
#include "tls.h"

static __thread uint64_t data = 7;
static __thread uint64_t bss;

TLS_USER static void
begin(uint64_t n)
{
	CHECK(*opaque(&data) == 7 && *opaque(&bss) == 0);
	*opaque(&data) = 100 + n;
}

TLS_USER static void
turn(uint64_t i)
{
	CHECK(*opaque(&data) == 100 + i % 2);
	CHECK(*opaque(&bss) == i / 2);
	++*opaque(&bss);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	uintptr_t block[2];

	for (unsigned int n = 0; n < 2; n++) {
		block[n] = tls_new(info, n);
		tls_use(block[n]);
		begin(n);
	}
	for (uint64_t i = 0; i < 1000; i++) {
		tls_use(block[i % 2]);
		turn(i);
	}
	return success();
}
