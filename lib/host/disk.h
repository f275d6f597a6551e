/* SPDX-License-Identifier: ISC */
/*
 * disk.h: files and block devices that stand behind a guest's block device.
 */
#ifndef SOLO5_HOST_DISK_H
#define SOLO5_HOST_DISK_H

#include <stdint.h>

struct stat;

/*
 * Opens a regular file or a block device for reading and writing and stores
 * its size in bytes.  Returns a descriptor that is closed on exec, or a
 * negative errno; -ENOTBLK for anything else.
 */
int disk_open(const char *path, uint64_t *size);

/* For that: what is no regular file.  Returns 0 or a negative errno. */
int disk_device_size(int fd, const struct stat *sb, uint64_t *size);

#endif /* SOLO5_HOST_DISK_H */
