/* SPDX-License-Identifier: ISC */
/*
 * tlsdata.c: thread-local storage with initialised objects only.
 */
#include "tls.h"

static __thread uint64_t first = 0x1122334455667788;
static __thread char text[] = "thread-local";
static __thread const char *pointer = "pointer";

TLS_USER static void
check_all(void)
{
	CHECK(*opaque(&first) == 0x1122334455667788);
	CHECK(text_equal(opaque(text), "thread-local"));
	CHECK(text_equal(*opaque(&pointer), "pointer"));
}

TLS_USER static void
change_all(void)
{
	*opaque(&first) = 1;
	opaque(text)[0] = 'T';
	*opaque(&pointer) = text;
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	tls_use(tls_new(info, 0));
	check_all();
	change_all();
	/* A second block has the initial values again. */
	tls_use(tls_new(info, 1));
	check_all();
	return success();
}
