/* SPDX-License-Identifier: ISC */
/*
 * count.c: counts how often it was run, in the first block of its disk.
 *
 * The first byte is the number; a new disk has zero there.
 */
#include <solo5.h>

/* No device has larger blocks. */
#define BLOCK_MAX	32768

static uint8_t block[BLOCK_MAX];

static void
print(const char *s)
{
	size_t n = 0;

	while (s[n] != '\0')
		n++;
	solo5_console_write(s, n);
}

static void
print_count(unsigned int n)
{
	char text[] = "Run number 000\n";
	size_t i;

	for (i = 13; i > 10; i--) {
		text[i] = (char)('0' + n % 10);
		n /= 10;
	}
	print(text);
}

int
solo5_app_main(const struct solo5_start_info *start)
{
	struct solo5_block_info info;
	solo5_handle_t disk;

	(void)start;
	if (solo5_block_acquire("storage", &disk, &info) != SOLO5_R_OK ||
	    solo5_block_read(disk, 0, block, info.block_size) != SOLO5_R_OK) {
		print("The disk cannot be read.\n");
		return SOLO5_EXIT_FAILURE;
	}
	block[0]++;
	if (solo5_block_write(disk, 0, block, info.block_size) != SOLO5_R_OK) {
		print("The disk cannot be written.\n");
		return SOLO5_EXIT_FAILURE;
	}
	print_count(block[0]);
	return SOLO5_EXIT_SUCCESS;
}
