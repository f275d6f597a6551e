/* SPDX-License-Identifier: ISC */
/*
 * solo5-elf.h: libsolo5-elf, which opens, checks and loads unikernels.
 *
 * Every byte of the file is taken for hostile.  The library never prints,
 * exits or aborts; it allocates one bounded block for an open file, makes no
 * more than a bounded number of system calls, and does not depend on the CPU
 * or system that it runs on.  Functions that can fail return S5ELF_OK or one
 * of enum s5elf_reason; then outputs are untouched and nothing is acquired.
 * See libsolo5-elf(3).
 */
#ifndef SOLO5_ELF_H
#define SOLO5_ELF_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mft;		/* mft_abi.h */
struct s5elf;		/* an open unikernel */
struct solo5_abi;	/* elf_abi.h */

/* Most loadable segments that a unikernel may have. */
#define S5ELF_SEGMENTS_MAX	16

/* Protections of a segment. */
#define S5ELF_R	4u
#define S5ELF_W	2u
#define S5ELF_X	1u

/* A loadable segment.  All have passed the checks of s5elf_open(). */
struct s5elf_segment {
	uint64_t vaddr;		/* address of its first byte */
	uint64_t memsz;		/* bytes in memory */
	uint64_t filesz;	/* bytes from the file; the rest is zero */
	uint64_t offset;	/* of these in the file */
	uint32_t prot;		/* S5ELF_R, S5ELF_W, S5ELF_X */
};

struct s5elf_info {
	uint16_t machine;	/* e_machine, EM_X86_64 and so on */
	uint64_t entry;		/* address of the first instruction */
	uint64_t start;		/* lowest address of a segment */
	uint64_t end;		/* address behind the last segment */
	uint64_t align;		/* largest alignment of a loadable segment */
	size_t nsegments;
};

/* Why a file is refused; s5elf_strerror() has a text for each. */
#include <solo5-elf-reasons.h>

/*
 * Opens the file at path, or the file that fd is open on (which the caller
 * keeps and may close afterwards only after s5elf_close()), and checks its
 * headers and segments.  On success *img is the caller's, to be closed by
 * s5elf_close().  For S5ELF_SYSTEM errno says why.
 */
int s5elf_open(struct s5elf **img, const char *path);
int s5elf_fdopen(struct s5elf **img, int fd);
void s5elf_close(struct s5elf *img);

/* What was found; the pointer is valid until s5elf_close(). */
const struct s5elf_info *s5elf_info(const struct s5elf *img);

/* The segments, s5elf_info()->nsegments of them, in ascending order. */
const struct s5elf_segment *s5elf_segments(const struct s5elf *img);

/* Finds the ABI note and copies what it says. */
int s5elf_abi(struct s5elf *img, struct solo5_abi *abi);

/*
 * Finds the manifest note, checks all of it and copies it into mft, which is
 * size bytes and is best S5ELF_MFT_SIZE of them.
 */
#define S5ELF_MFT_SIZE	(8 + 64 * 104)
int s5elf_manifest(struct s5elf *img, struct mft *mft, size_t size);

/*
 * Checks that the unikernel fits into memory that ends at address mem_end and
 * that its segments can be protected one by one with pages of page_size bytes.
 */
int s5elf_fits(const struct s5elf *img, uint64_t mem_end, size_t page_size);

/*
 * Reads the segments into mem, which stands for the guest's memory from
 * address mem_start to mem_start + mem_size, and must be zero-filled where
 * segments will be.  A segment outside it is refused.  Protections are the
 * caller's to apply, afterwards.
 */
int s5elf_load(struct s5elf *img, void *mem, uint64_t mem_start,
    size_t mem_size);

/* One line for a reason, with neither capital nor full stop. */
const char *s5elf_strerror(int reason);

/* Names: of a machine and of a target; NULL if there is none. */
const char *s5elf_machine_name(uint16_t machine);
const char *s5elf_target_name(uint32_t target);

#ifdef __cplusplus
}
#endif

#endif /* SOLO5_ELF_H */
