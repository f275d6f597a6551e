/* SPDX-License-Identifier: ISC */
/*
 * check.h: the assertions of these tests.
 *
 * A check that fails says where and goes on; check_status() is what main()
 * returns, as Automake wants it.
 */
#ifndef SOLO5_TESTSUITE_CHECK_CHECK_H
#define SOLO5_TESTSUITE_CHECK_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "compiler.h"

#define CHECK(cond)							\
    check_that((cond), __FILE__, __LINE__, "%s", #cond)

/* The same, where the condition does not say which case it is about. */
#define CHECK_CASE(cond, ...)						\
    check_that((cond), __FILE__, __LINE__, #cond ": " __VA_ARGS__)

#define CHECK_SKIP	77	/* status: the test cannot be made here */
#define CHECK_HARD	99	/* status: the test itself is broken */

bool check_that(bool ok, const char *file, int line, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

/* Counts checks that were made, and passed, without this file. */
void check_passed(size_t n);

int check_status(void);

/* Ends the program: nothing of it can be tested here, and why. */
NORETURN void check_skip(const char *why);

/* Ends the program with CHECK_HARD, for what is not under test. */
NORETURN void check_broken(const char *what);

#endif /* SOLO5_TESTSUITE_CHECK_CHECK_H */
