/* SPDX-License-Identifier: ISC */
/*
 * tlsnone.c: an application without thread-local objects may call the
 * functions all the same.
 */
#include "tls.h"

int
solo5_app_main(const struct solo5_start_info *info)
{
	CHECK(solo5_tls_size() < 4096);
	tls_use(tls_new(info, 0));
	tls_use(tls_new(info, 1));
	return success();
}
