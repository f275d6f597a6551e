/* SPDX-License-Identifier: ISC */
/*
 * files.h: files for tests, and descriptors that must not be left behind.
 */
#ifndef SOLO5_TESTSUITE_SPT_FILES_H
#define SOLO5_TESTSUITE_SPT_FILES_H

#include <stdint.h>

/* Makes a directory and makes it the current one; removes it at exit. */
void files_begin(void);

/* Makes a regular file of so many bytes, all holes. */
void files_make(const char *name, uint64_t size);

/* The descriptor that the next open(2) will get: it tells of leaks. */
int files_next_fd(void);

#endif /* SOLO5_TESTSUITE_SPT_FILES_H */
