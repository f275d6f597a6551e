/* SPDX-License-Identifier: ISC */
/*
 * tlsodd.c: thread-local objects of odd sizes, so that neither part of the
 * segment ends where the next one may begin.
 */
#include "tls.h"

static __thread char three[3] = { 1, 2, 3 };
static __thread char seven[7] = { 11, 12, 13, 14, 15, 16, 17 };
static __thread char one = 21;
static __thread char zero_one;
static __thread char zero_five[5];
static __thread char zero_eleven[11];

TLS_USER static void
check_all(void)
{
	char *p;

	p = opaque(three);
	for (char i = 0; i < 3; i++)
		CHECK(p[(int)i] == 1 + i);
	p = opaque(seven);
	for (char i = 0; i < 7; i++)
		CHECK(p[(int)i] == 11 + i);
	CHECK(*opaque(&one) == 21 && *opaque(&zero_one) == 0);
	p = opaque(zero_five);
	for (int i = 0; i < 5; i++)
		CHECK(p[i] == 0);
	p = opaque(zero_eleven);
	for (int i = 0; i < 11; i++)
		CHECK(p[i] == 0);
}

TLS_USER static void
change_some(void)
{
	memset(opaque(zero_eleven), 1, sizeof(zero_eleven));
	CHECK(*opaque(&one) == 21 && *opaque(&zero_one) == 0);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	tls_use(tls_new(info, 0));
	check_all();
	change_some();
	tls_use(tls_new(info, 1));
	check_all();
	return success();
}
