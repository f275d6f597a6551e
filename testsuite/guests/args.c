/* SPDX-License-Identifier: ISC */
/*
 * args.c: writes its command line, and nothing else, so that a test can
 * compare it byte for byte; and its length on a line before that.
 */
#include "guestlib.h"

int
solo5_app_main(const struct solo5_start_info *info)
{
	size_t n = text_length(info->cmdline);

	put("\n");
	put_dec(n);
	put("\n");
	solo5_console_write(info->cmdline, n);
	return SOLO5_EXIT_SUCCESS;
}
