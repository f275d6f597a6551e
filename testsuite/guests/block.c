/* SPDX-License-Identifier: ISC */
/*
 * block.c: does to the block device "storage" what its command line says,
 * word by word, and prints one line for each:
 *
 *	info		capacity and block size
 *	w OFF LEN SEED	writes LEN bytes of the pattern SEED at OFF
 *	r OFF LEN SEED	reads LEN bytes at OFF, which must be the pattern SEED
 *	R OFF LEN	reads, whatever comes
 *	each SEED	writes and reads back every block, one by one
 *	handle N	the next calls use handle N
 *	wait MS		waits for so many milliseconds
 *
 * OFF and LEN are numbers of bytes, or "cap", with "+N" or "-N" behind.
 * Patterns are guestlib.h's.
 */
#include "guestlib.h"

static struct solo5_block_info device;
static solo5_handle_t handle;
static unsigned char *buffer;
static size_t buffer_size;

static uint64_t
expression(const char **line)
{
	char word[48], digits[24], *p = word;
	uint64_t value;
	size_t n;
	char sign = '+';

	CHECK(next_word(line, word, sizeof(word)));
	if (p[0] == 'c' && p[1] == 'a' && p[2] == 'p') {
		value = device.capacity;
		p += 3;
	} else
		value = 0;
	while (*p != '\0') {
		if (*p == '+' || *p == '-')
			sign = *p++;
		for (n = 0; *p != '\0' && *p != '+' && *p != '-'; n++)
			digits[n] = *p++;
		digits[n] = '\0';
		if (sign == '+')
			value += number(digits);
		else
			value -= number(digits);
	}
	return value;
}

static void
report(const char *what, solo5_result_t result)
{
	static const char *const name[] = {
		"OK", "AGAIN", "EINVAL", "EUNSPEC"
	};

	put(what);
	put(" ");
	put(name[result]);
	put("\n");
}

/* How much of the buffer a call needs: little, if it must be refused anyway. */
static size_t
extent(uint64_t length)
{
	if (length > device.capacity || length >= buffer_size)
		return 4096;
	return length;
}

static void
do_write(const char **line)
{
	uint64_t offset = expression(line), length = expression(line);
	uint64_t seed = next_number(line);

	pattern_put(buffer, seed, offset, extent(length));
	report("write", solo5_block_write(handle, offset, buffer, length));
}

static void
do_read(const char **line, bool compare)
{
	uint64_t offset = expression(line), length = expression(line);
	uint64_t seed = compare ? next_number(line) : 0;
	size_t n = extent(length);
	solo5_result_t result;

	memset(buffer, 0xee, n + 1);
	result = solo5_block_read(handle, offset, buffer, length);
	report("read", result);
	if (!compare || result != SOLO5_R_OK)
		return;
	CHECK(pattern_is(buffer, seed, offset, n));
	CHECK(buffer[n] == 0xee);
}

static void
do_each(const char **line)
{
	uint64_t seed = next_number(line);
	size_t bs = device.block_size;

	for (uint64_t o = 0; o < device.capacity; o += bs) {
		pattern_put(buffer, seed, o, bs);
		CHECK(solo5_block_write(handle, o, buffer, bs) == SOLO5_R_OK);
	}
	for (uint64_t o = 0; o < device.capacity; o += bs) {
		CHECK(solo5_block_read(handle, o, buffer, bs) == SOLO5_R_OK);
		CHECK(pattern_is(buffer, seed, o, bs));
	}
	report("each", SOLO5_R_OK);
}

static void
info_line(void)
{
	put("capacity ");
	put_dec(device.capacity);
	put(" block ");
	put_dec(device.block_size);
	put("\n");
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	const char *line = info->cmdline;
	char word[8];

	buffer = (unsigned char *)info->heap_start;
	buffer_size = info->heap_size - (1 << 18);
	CHECK(solo5_block_acquire("storage", &handle, &device) == SOLO5_R_OK);
	while (next_word(&line, word, sizeof(word))) {
		if (text_equal(word, "info"))
			info_line();
		else if (text_equal(word, "w"))
			do_write(&line);
		else if (text_equal(word, "r"))
			do_read(&line, true);
		else if (text_equal(word, "R"))
			do_read(&line, false);
		else if (text_equal(word, "each"))
			do_each(&line);
		else if (text_equal(word, "handle"))
			handle = next_number(&line);
		else if (text_equal(word, "wait"))
			solo5_yield(solo5_clock_monotonic() +
			    next_number(&line) * 1000000, NULL);
		else
			FAIL("no such word");
	}
	return success();
}
