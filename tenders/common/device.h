/* SPDX-License-Identifier: ISC */
/*
 * device.h: attaching what the command line names to what the manifest
 * declares.
 */
#ifndef SOLO5_COMMON_DEVICE_H
#define SOLO5_COMMON_DEVICE_H

struct mft;
struct mft_entry;
struct options;

/*
 * Attaches every device that the manifest declares, and fills in its entry:
 * attached, the properties that the guest is told, and b.hostfd.  Whatever
 * cannot be, and a device that is not declared, is fatal.
 */
void devices_attach(struct mft *mft, const struct options *opt);

/* Where the command line has said that an attached device is. */
const char *device_where(const struct mft_entry *e, const struct options *opt);

#endif /* SOLO5_COMMON_DEVICE_H */
