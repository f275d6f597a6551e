/* SPDX-License-Identifier: ISC */
/*
 * image.h: the inside of an open unikernel, for the files of this library and
 * for its tests.
 *
 * All bytes of the file come through a struct s5elf_source, which is a file
 * descriptor (file.c), or in tests a piece of memory.
 */
#ifndef SOLO5_ELF_IMAGE_H
#define SOLO5_ELF_IMAGE_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <solo5/elf_abi.h>

#include "manifest/manifest.h"
#include "solo5-elf.h"

/* Most program headers, of whatever type, that are looked at. */
#define IMAGE_PHDRS_MAX		64

/* What is read at first: most often all headers are in it. */
#define IMAGE_HEAD_SIZE		4096

/* Most that is looked at in one piece: program headers, or notes. */
#define IMAGE_WINDOW_SIZE	8192

/* Largest alignment of thread-local storage; the bindings have to honour it. */
#define IMAGE_TLS_ALIGN_MAX	(1u << 20)

struct s5elf_source {
	/*
	 * As pread(2), with any length and an offset below size: may read
	 * less, returns 0 at the end of the file, and -1 with errno set.
	 */
	ssize_t	(*read)(const struct s5elf_source *, void *, size_t, uint64_t);
	uint64_t size;		/* of the file, in bytes */
	int fd;			/* for file.c */
	void *arg;		/* for tests */
};

/* A segment of notes, as its program header has it. */
struct image_notes {
	uint64_t offset;
	uint64_t size;
	uint64_t align;
};

struct s5elf {
	struct s5elf_source src;
	bool owns_fd;

	struct s5elf_info info;
	struct s5elf_segment seg[S5ELF_SEGMENTS_MAX];

	/* Program headers of notes, and what was found in those. */
	struct image_notes notes[IMAGE_PHDRS_MAX];
	size_t nnotes;
	bool scanned;
	int abi_reason;		/* S5ELF_OK, or why there is no abi */
	struct solo5_abi abi;
	int mft_reason;		/* S5ELF_OK, or why there is no u.mft */
	size_t mft_size;

	/* The piece of the file that was read last. */
	uint64_t window_offset;
	size_t window_len;
	uint8_t window[IMAGE_WINDOW_SIZE];

	/* As in the file; checked whenever it is asked for. */
	union {
		uint8_t raw[S5ELF_MFT_SIZE];
		struct mft mft;
	} u;
};

/* A CPU whose unikernels are taken; arch.c has the table. */
struct image_arch {
	uint16_t machine;	/* e_machine */
	const char *name;
	uint32_t flags_mask;	/* bits of e_flags that name an ABI */
	uint32_t flags;		/* what they are, if they are not 0 */
	uint32_t entry_align;	/* of an instruction, in bytes */
};

/* The CPU, or NULL. */
const struct image_arch *image_arch(uint16_t machine);

/* Opens and checks what src gives; a copy of src is kept. */
int image_open(struct s5elf **img, const struct s5elf_source *src);

/*
 * Makes len bytes at offset, at most IMAGE_WINDOW_SIZE of them and all below
 * src.size, readable at *p, until the next call.  If the file has to be read,
 * ahead bytes are read, which are no fewer, if it has as many.
 */
int image_window(struct s5elf *img, uint64_t offset, size_t len, size_t ahead,
    const uint8_t **p);

/* Reads exactly len bytes, which must be below src.size. */
int image_read(const struct s5elf *img, void *buf, size_t len,
    uint64_t offset);

/* Whether len bytes at offset are all within the file. */
bool image_has(const struct s5elf *img, uint64_t offset, uint64_t len);

/* Checks program headers one by one, and in the end what they make up. */
int image_add_segment(struct s5elf *img, const Elf64_Phdr *ph);
int image_check_tls(const struct s5elf *img, const Elf64_Phdr *ph);
int image_check_entry(const struct s5elf *img);

/*
 * Goes through all notes, unless that was done already, and fills in the
 * members for it.  Fails if a note is malformed.
 */
int image_scan_notes(struct s5elf *img);

#endif /* SOLO5_ELF_IMAGE_H */
