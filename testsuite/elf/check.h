/* SPDX-License-Identifier: ISC */
/*
 * check.h: the assertions of these tests.
 *
 * A check that fails says where and goes on; check_status() is what main()
 * returns, as Automake wants it.
 */
#ifndef SOLO5_TESTSUITE_ELF_CHECK_H
#define SOLO5_TESTSUITE_ELF_CHECK_H

#include <stdbool.h>

#define CHECK(cond)	check_that((cond), #cond, __FILE__, __LINE__)

/* Both are reasons of libsolo5-elf; what is the case that is tested. */
#define CHECK_REASON(got, want, what)					\
    check_reason((got), (want), (what), __FILE__, __LINE__)

#define CHECK_SKIP	77	/* status: the test cannot be made here */
#define CHECK_HARD	99	/* status: the test itself is broken */

bool check_that(bool ok, const char *cond, const char *file, int line);
bool check_reason(int got, int want, const char *what, const char *file,
    int line);
int check_status(void);

/* Ends the program with CHECK_HARD, for what is not under test. */
_Noreturn void check_broken(const char *what);

#endif /* SOLO5_TESTSUITE_ELF_CHECK_H */
