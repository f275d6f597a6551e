/* SPDX-License-Identifier: ISC */
/*
 * hello.c: the smallest unikernel that does something: it greets, and shows
 * the command line that it was given.
 */
#include <solo5.h>

static void
print(const char *s)
{
	size_t n = 0;

	while (s[n] != '\0')
		n++;
	solo5_console_write(s, n);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	print("Hello, World!\n");
	if (info->cmdline[0] != '\0') {
		print("My command line: ");
		print(info->cmdline);
		print("\n");
	}
	return SOLO5_EXIT_SUCCESS;
}
