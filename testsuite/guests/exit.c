/* SPDX-License-Identifier: ISC */
/*
 * exit.c: ends in the way that its command line says: "return N", "exit N",
 * or "abort".
 */
#include "guestlib.h"

int
solo5_app_main(const struct solo5_start_info *info)
{
	const char *line = info->cmdline;
	char how[8];

	CHECK(next_word(&line, how, sizeof(how)));
	if (text_equal(how, "abort"))
		solo5_abort();
	if (text_equal(how, "exit"))
		solo5_exit((int)next_number(&line));
	CHECK(text_equal(how, "return"));
	return (int)next_number(&line);
}
