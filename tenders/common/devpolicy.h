/* SPDX-License-Identifier: ISC */
/*
 * devpolicy.h: what a filter of system calls says about devices, which is the
 * same for all tenders.
 */
#ifndef SOLO5_COMMON_DEVPOLICY_H
#define SOLO5_COMMON_DEVPOLICY_H

#include <stdbool.h>
#include <stdint.h>

struct bpf;
struct mft;

/* Whether there is a device of this type. */
bool devpolicy_has(const struct mft *mft, uint32_t type);

/* A is an fd: allowed if it is one of the network devices'. */
void devpolicy_allow_net(struct bpf *b, const struct mft *mft);

/*
 * The arguments are (fd, buf, count, offset): allowed if the device is a disk
 * that reaches as far.  Appends nothing if there is no disk.
 */
void devpolicy_disk(struct bpf *b, const struct mft *mft);

#endif /* SOLO5_COMMON_DEVPOLICY_H */
