/* SPDX-License-Identifier: ISC */
/*
 * tlsbss.c: thread-local storage with zero-initialised objects only.
 */
#include "tls.h"

static __thread uint64_t word;
static __thread unsigned char array[1000];

TLS_USER static void
check_zero(void)
{
	unsigned char *p = opaque(array);

	CHECK(*opaque(&word) == 0);
	for (size_t i = 0; i < sizeof(array); i++)
		CHECK(p[i] == 0);
}

TLS_USER static void
change_all(void)
{
	*opaque(&word) = 1;
	memset(opaque(array), 0xff, sizeof(array));
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	tls_use(tls_new(info, 0));
	check_zero();
	change_all();
	tls_use(tls_new(info, 1));
	check_zero();
	return success();
}
