/* SPDX-License-Identifier: ISC */
/*
 * unikernel.h: the unikernel's file, as a tender needs it.
 */
#ifndef SOLO5_COMMON_UNIKERNEL_H
#define SOLO5_COMMON_UNIKERNEL_H

#include <stddef.h>
#include <stdint.h>

#include <solo5-elf.h>
#include <solo5/mft_abi.h>

struct tender;

struct unikernel {
	const char *path;
	struct s5elf *elf;
	/* A copy of the manifest, in which devices are attached. */
	union {
		struct mft mft;
		uint8_t bytes[S5ELF_MFT_SIZE];
	} m;
};

/*
 * Opens the unikernel and checks that it is one for this tender and machine
 * (an e_machine).  Anything else is fatal.
 */
void unikernel_open(struct unikernel *kernel, const char *path,
    const struct tender *tender, uint16_t machine);

/*
 * Checks that the unikernel fits below mem_end, in pages of page_size bytes,
 * and reads its segments into mem, which stands for guest memory from
 * mem_start to mem_end.  The file stays open; tenders close all they have.
 */
void unikernel_load(struct unikernel *kernel, void *mem, uint64_t mem_start,
    uint64_t mem_end, size_t page_size);

#endif /* SOLO5_COMMON_UNIKERNEL_H */
