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

PLAIN_LOOPS void *
memcpy(void *restrict to, const void *restrict from, size_t n)
{
	unsigned char *t = to;
	const unsigned char *f = from;

	for (size_t i = 0; i < n; i++)
		t[i] = f[i];
	return to;
}

PLAIN_LOOPS void *
memset(void *to, int byte, size_t n)
{
	unsigned char *t = to;

	for (size_t i = 0; i < n; i++)
		t[i] = (unsigned char)byte;
	return to;
}

int
memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	for (size_t i = 0; i < n; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
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
