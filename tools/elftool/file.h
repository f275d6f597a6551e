/* SPDX-License-Identifier: ISC */
/*
 * file.h: reading a whole file, and writing a whole file or nothing.  The
 * path "-" is standard input or output.
 */
#ifndef SOLO5_ELFTOOL_FILE_H
#define SOLO5_ELFTOOL_FILE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Reads all of the file at path, which may have up to max bytes.  Stores
 * their address, for the caller to free, and number.  Returns 0, or -errno;
 * EFBIG is a file with more than max bytes.
 */
int file_read(const char *path, size_t max, char **text, size_t *len);

/*
 * Makes len bytes at text the contents of the file at path.  A regular file
 * appears whole or not at all: whoever opens it meanwhile sees the old
 * contents or the new.  Anything else that path names, such as a device or a
 * FIFO, is written as it is.  Returns 0, or -errno with nothing left behind.
 */
int file_write(const char *path, const char *text, size_t len);

/* Whether two paths lead to one regular file; false if either is "-". */
bool file_same(const char *a, const char *b);

#endif /* SOLO5_ELFTOOL_FILE_H */
