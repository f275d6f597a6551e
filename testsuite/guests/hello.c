/* SPDX-License-Identifier: ISC */
/*
 * hello.c: starts, greets with its command line, ends.
 */
#include "guestlib.h"

int
solo5_app_main(const struct solo5_start_info *info)
{
	put("Hello, World\n");
	put("command line: '");
	put(info->cmdline);
	put("'\n");
	return success();
}
