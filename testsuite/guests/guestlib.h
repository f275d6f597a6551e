/* SPDX-License-Identifier: ISC */
/*
 * guestlib.h: what the test guests share.
 *
 * A guest checks things from the inside and says what it found: it prints
 * SUCCESS as its last line if all was well, and otherwise one line that begins
 * with FAILURE and names the place, and exits 1.
 */
#ifndef SOLO5_TESTSUITE_GUESTLIB_H
#define SOLO5_TESTSUITE_GUESTLIB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5.h>

/* The compiler may call these wherever it likes. */
void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);

size_t text_length(const char *s);
bool text_equal(const char *a, const char *b);

/*
 * A pattern that is another one for each seed, and that tells a byte from those
 * near it and from those some blocks away: the byte at offset o is
 * seed + o + o / 256 + o / 65536.
 */
void pattern_put(void *to, uint64_t seed, uint64_t offset, size_t n);
bool pattern_is(const void *data, uint64_t seed, uint64_t offset, size_t n);

/* Print a text, a number in decimal, in hexadecimal. */
void put(const char *s);
void put_dec(uint64_t n);
void put_hex(uint64_t n);

/*
 * Takes the next word, which a blank or the end of the line ends, from *line
 * into word, which is size bytes.  Returns false if there is none.
 */
bool next_word(const char **line, char *word, size_t size);

/* Value of a word, in decimal or with 0x in hexadecimal. */
uint64_t number(const char *word);

/* The next word as a number; ends the guest if there is none. */
uint64_t next_number(const char **line);

/* Prints SUCCESS; the value that solo5_app_main() returns. */
int success(void);

/* Ends the guest with a line that says what did not hold, and where. */
_Noreturn void failure(const char *file, unsigned int line, const char *what);

#define FAIL(what)	failure(__FILE__, __LINE__, what)
#define CHECK(cond)							\
	((cond) ? (void)0 : failure(__FILE__, __LINE__, #cond))

#endif /* SOLO5_TESTSUITE_GUESTLIB_H */
