/* SPDX-License-Identifier: ISC */
/*
 * guest.h: the guest's memory, at its own addresses in this process.
 *
 *	0x11000          boot information, manifest, command line: read
 *	launch           one page, the code that enters the guest: execute
 *	0x100000         segments, each with its own protection
 *	heap             from the first page behind them: read and write
 *	mem_size         end
 */
#ifndef SOLO5_SPT_GUEST_H
#define SOLO5_SPT_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vdso.h"

struct mft;
struct options;
struct spt_boot_info;
struct unikernel;

struct guest {
	uint64_t mem_size;	/* address of the end */
	uint64_t kernel_end;	/* address of the heap */
	uint64_t entry;
	/* What is mapped below the segments; the launch page is its last. */
	uint64_t low_start;
	uint64_t low_end;
	uint64_t launch;
	struct vdso vdso;	/* left to the guest */
	size_t page_size;
};

/*
 * Maps the guest's memory and reads the image into it, with the protections
 * of its segments, and finds the vDSO.  Failures are fatal.
 */
void guest_create(struct guest *guest, struct unikernel *kernel,
    uint64_t mem_size, bool exec_heap);

/*
 * Maps the boot information and puts into place what it points to, the
 * manifest and the command line.  info is copied but for the two pointers.
 */
void guest_boot_info(struct guest *guest, const struct spt_boot_info *info,
    const struct mft *mft, const struct options *opt);

/*
 * Protects what guest_boot_info() mapped; launch code must be in its page by
 * now.
 */
void guest_seal(const struct guest *guest);

#endif /* SOLO5_SPT_GUEST_H */
