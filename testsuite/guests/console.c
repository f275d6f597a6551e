/* SPDX-License-Identifier: ISC */
/*
 * console.c: writes bytes of every value, in pieces.
 *
 * Its command line is "TOTAL STEP": it writes TOTAL bytes, which are the
 * pattern 0 of guestlib.h, in pieces of 1, 1 + STEP, 1 + 2 * STEP ... bytes.
 * With STEP 0 that is one byte at a time; with "TOTAL all", in one piece.
 */
#include "guestlib.h"

int
solo5_app_main(const struct solo5_start_info *info)
{
	char *buf = (char *)info->heap_start;
	const char *line = info->cmdline;
	size_t done = 0, piece = 1, step, total;
	char word[16];

	total = next_number(&line);
	CHECK(next_word(&line, word, sizeof(word)));
	CHECK(total < info->heap_size - 65536);
	pattern_put(buf, 0, 0, total);
	if (text_equal(word, "all")) {
		piece = total;
		step = 0;
	} else
		step = number(word);
	solo5_console_write(buf, 0);
	while (done < total) {
		if (piece > total - done)
			piece = total - done;
		solo5_console_write(buf + done, piece);
		done += piece;
		piece += step;
	}
	return SOLO5_EXIT_SUCCESS;
}
