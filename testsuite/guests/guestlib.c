/* SPDX-License-Identifier: ISC */
/*
 * guestlib.c: what the test guests share.
 */
#include "guestlib.h"

/* A loop that copies must not become a call of the function that it is in. */
#if defined(__GNUC__) && !defined(__clang__)
#define PLAIN_LOOPS \
    __attribute__((__optimize__("no-tree-loop-distribute-patterns")))
#else
#define PLAIN_LOOPS __attribute__((__no_builtin__("memcpy", "memset")))
#endif

/*
 * Eight bytes at a time: where a hypervisor executes the guest's instructions
 * itself, their number is what a test costs.
 */
static uint64_t
word_at(const unsigned char *p)
{
	uint64_t word;

	__builtin_memcpy(&word, p, sizeof(word));
	return word;
}

static void
put_word(unsigned char *p, uint64_t word)
{
	__builtin_memcpy(p, &word, sizeof(word));
}

PLAIN_LOOPS void *
memcpy(void *restrict to, const void *restrict from, size_t n)
{
	unsigned char *t = to;
	const unsigned char *f = from;
	size_t i;

	for (i = 0; n - i >= 8; i += 8)
		put_word(t + i, word_at(f + i));
	for (; i < n; i++)
		t[i] = f[i];
	return to;
}

PLAIN_LOOPS void *
memset(void *to, int byte, size_t n)
{
	const uint64_t word = (unsigned char)byte * 0x0101010101010101;
	unsigned char *t = to;
	size_t i;

	for (i = 0; n - i >= 8; i += 8)
		put_word(t + i, word);
	for (; i < n; i++)
		t[i] = (unsigned char)byte;
	return to;
}

int
memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;
	size_t i;

	for (i = 0; n - i >= 8 && word_at(x + i) == word_at(y + i);)
		i += 8;
	for (; i < n; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

/*
 * Of the pattern, the bytes from offset to the next multiple of 256, at most n:
 * they are a part of a row that counts up.
 */
static const unsigned char *
pattern_row(uint64_t seed, uint64_t offset, size_t *n)
{
	static unsigned char row[512];
	const uint64_t first = seed + offset + offset / 256 + offset / 65536;

	if (row[1] == 0)
		for (size_t i = 0; i < sizeof(row); i++)
			row[i] = (unsigned char)i;
	if (*n > 256 - offset % 256)
		*n = 256 - offset % 256;
	return row + first % 256;
}

void
pattern_put(void *to, uint64_t seed, uint64_t offset, size_t n)
{
	unsigned char *t = to;
	size_t part;

	for (size_t i = 0; i < n; i += part) {
		const unsigned char *row;

		part = n - i;
		row = pattern_row(seed, offset + i, &part);
		memcpy(t + i, row, part);
	}
}

bool
pattern_is(const void *data, uint64_t seed, uint64_t offset, size_t n)
{
	const unsigned char *d = data;
	size_t part;

	for (size_t i = 0; i < n; i += part) {
		const unsigned char *row;

		part = n - i;
		row = pattern_row(seed, offset + i, &part);
		if (memcmp(d + i, row, part) != 0)
			return false;
	}
	return true;
}

size_t
text_length(const char *s)
{
	size_t n = 0;

	while (s[n] != '\0')
		n++;
	return n;
}

bool
text_equal(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

void
put(const char *s)
{
	solo5_console_write(s, text_length(s));
}

static void
put_number(uint64_t n, unsigned int base)
{
	char buf[24];
	size_t i = sizeof(buf);

	do {
		buf[--i] = "0123456789abcdef"[n % base];
		n /= base;
	} while (n != 0);
	solo5_console_write(buf + i, sizeof(buf) - i);
}

void
put_dec(uint64_t n)
{
	put_number(n, 10);
}

void
put_hex(uint64_t n)
{
	put("0x");
	put_number(n, 16);
}

bool
next_word(const char **line, char *word, size_t size)
{
	const char *p = *line;
	size_t n = 0;

	while (*p == ' ')
		p++;
	if (*p == '\0')
		return false;
	while (*p != '\0' && *p != ' ') {
		CHECK(n + 1 < size);
		word[n++] = *p++;
	}
	word[n] = '\0';
	*line = p;
	return true;
}

uint64_t
number(const char *word)
{
	uint64_t n = 0;
	unsigned int base = 10, digit;

	if (word[0] == '0' && word[1] == 'x') {
		base = 16;
		word += 2;
	}
	CHECK(*word != '\0');
	for (; *word != '\0'; word++) {
		if (*word >= '0' && *word <= '9')
			digit = (unsigned int)(*word - '0');
		else if (*word >= 'a' && *word <= 'f')
			digit = (unsigned int)(*word - 'a') + 10;
		else
			digit = base;
		CHECK(digit < base);
		n = n * base + digit;
	}
	return n;
}

uint64_t
next_number(const char **line)
{
	char word[32];

	CHECK(next_word(line, word, sizeof(word)));
	return number(word);
}

int
success(void)
{
	put("SUCCESS\n");
	return SOLO5_EXIT_SUCCESS;
}

_Noreturn void
failure(const char *file, unsigned int line, const char *what)
{
	put("FAILURE: ");
	put(file);
	put(":");
	put_dec(line);
	put(": ");
	put(what);
	put("\n");
	solo5_exit(SOLO5_EXIT_FAILURE);
}
