/* SPDX-License-Identifier: ISC */
/*
 * xenstore.c: asks xenstore what this domain is called, and writes something
 * there; many times, so that the rings come round.
 */
#include "xenlib.h"

int
solo5_app_main(const struct solo5_start_info *info)
{
	char name[64], value[64];

	(void)info;
	store_init();
	CHECK(store_read("name", name, sizeof(name)));
	put("name ");
	put(name);
	put("\n");
	CHECK(!store_read("data/none", value, sizeof(value)));
	for (unsigned int i = 0; i < 60; i++) {
		store_write("data/test", i % 2 == 0 ? "even" : "odd");
		CHECK(store_read("data/test", value, sizeof(value)));
		CHECK(text_equal(value, i % 2 == 0 ? "even" : "odd"));
	}
	CHECK(xen_upcalls > 0);
	return success();
}
