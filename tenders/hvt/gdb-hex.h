/* SPDX-License-Identifier: ISC */
/*
 * gdb-hex.h: numbers and bytes as packets of gdb's protocol have them: in
 * hexadecimal digits.
 */
#ifndef SOLO5_HVT_GDB_HEX_H
#define SOLO5_HVT_GDB_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All sixteen, in order. */
extern const char gdb_digits[];

/* The value of a digit, or -1. */
int gdb_digit(int c);

/*
 * These take something from *p, which ends with a NUL.  Where it is not
 * there they return false, and then *p means nothing.
 */
bool gdb_parse_hex(const char **p, uint64_t *value);
bool gdb_parse_char(const char **p, char c);
/* len bytes as twice as many digits. */
bool gdb_parse_bytes(const char **p, uint8_t *buf, size_t len);

/* Stores 2 * len digits, which it returns, and no NUL. */
size_t gdb_print_bytes(char *out, const uint8_t *buf, size_t len);

#endif /* SOLO5_HVT_GDB_HEX_H */
