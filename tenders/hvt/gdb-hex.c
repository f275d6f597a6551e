/* SPDX-License-Identifier: ISC */
/*
 * gdb-hex.c: numbers and bytes, as packets have them.
 */
#include <config.h>

#include "gdb-hex.h"

const char gdb_digits[] = "0123456789abcdef";

int
gdb_digit(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
gdb_parse_hex(const char **p, uint64_t *value)
{
	const char *start = *p;
	uint64_t v = 0;

	for (; gdb_digit(**p) >= 0; (*p)++) {
		if (v >> 60 != 0)
			return false;
		v = v << 4 | (uint64_t)gdb_digit(**p);
	}
	*value = v;
	return *p != start;
}

bool
gdb_parse_char(const char **p, char c)
{
	return *(*p)++ == c;
}

bool
gdb_parse_bytes(const char **p, uint8_t *buf, size_t len)
{
	int high, low;
	size_t i;

	for (i = 0; i < len; i++) {
		high = gdb_digit((*p)[0]);
		low = high < 0 ? -1 : gdb_digit((*p)[1]);
		if (low < 0)
			return false;
		buf[i] = (uint8_t)(high << 4 | low);
		*p += 2;
	}
	return true;
}

size_t
gdb_print_bytes(char *out, const uint8_t *buf, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		out[2 * i] = gdb_digits[buf[i] >> 4];
		out[2 * i + 1] = gdb_digits[buf[i] & 15];
	}
	return 2 * len;
}
