/* SPDX-License-Identifier: ISC */
/*
 * solo5-elf.h: libsolo5-elf, which opens, checks and loads unikernels.
 *
 * Every byte of the file is taken for hostile.  The library never prints,
 * exits or aborts; it allocates one bounded block for an open file, makes no
 * more than a bounded number of system calls, and does not depend on the CPU
 * or system that it runs on.  Functions that can fail return S5ELF_OK or one
 * of enum s5elf_reason; then outputs are untouched and nothing is acquired.
 * An open unikernel may be used by one thread at a time.
 * See libsolo5-elf(3).
 */
#ifndef SOLO5_ELF_H
#define SOLO5_ELF_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__
#pragma GCC visibility push(default)
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
	uint64_t memsz;		/* bytes in memory, at least 1 */
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
	size_t nsegments;	/* at least 1 */
};

/*
 * Why a file is refused; s5elf_strerror() has a text for each.  The numbers
 * are part of the binary interface: new reasons go to the end.
 */
enum s5elf_reason {
	S5ELF_OK = 0,

	/* The caller and the system. */
	S5ELF_SYSTEM = 1,		/* errno says why */
	S5ELF_ARGUMENT = 2,		/* an argument is not valid */
	S5ELF_NOT_FILE = 3,		/* directory, device, FIFO or socket */
	S5ELF_SHRUNK = 4,		/* the file became shorter meanwhile */

	/* The ELF header. */
	S5ELF_NOT_ELF = 5,		/* no magic number */
	S5ELF_EHDR_CUT = 6,		/* the file ends in the ELF header */
	S5ELF_CLASS = 7,		/* not 64-bit */
	S5ELF_DATA = 8,			/* not little-endian */
	S5ELF_VERSION = 9,		/* not EV_CURRENT */
	S5ELF_TYPE = 10,		/* not ET_EXEC */
	S5ELF_MACHINE = 11,		/* a CPU that is not supported */
	S5ELF_FLAGS = 12,		/* an ABI of it that is not supported */

	/* Program headers. */
	S5ELF_PHENTSIZE = 13,		/* not 56 bytes each */
	S5ELF_PHDRS_NONE = 14,
	S5ELF_PHDRS_MANY = 15,
	S5ELF_PHDRS_OUTSIDE = 16,	/* not within the file */

	/* Loadable segments. */
	S5ELF_SEGMENTS_NONE = 17,
	S5ELF_SEGMENTS_MANY = 18,
	S5ELF_SEGMENT_FILESZ = 19,	/* file size above memory size */
	S5ELF_SEGMENT_WX = 20,		/* both writable and executable */
	S5ELF_SEGMENT_LOW = 21,		/* below SOLO5_ELF_BASE */
	S5ELF_SEGMENT_WRAP = 22,	/* end above 2^64 */
	S5ELF_SEGMENT_ALIGN = 23,	/* alignment not a power of two */
	S5ELF_SEGMENT_MISALIGNED = 24,	/* address not so aligned */
	S5ELF_SEGMENT_OFFSET = 25,	/* offset in the file not so aligned */
	S5ELF_SEGMENT_OUTSIDE = 26,	/* not within the file */
	S5ELF_SEGMENT_ORDER = 27,	/* begins below the one before */
	S5ELF_SEGMENT_OVERLAP = 28,	/* begins inside the one before */
	S5ELF_ENTRY = 29,		/* entry not in an executable one */
	S5ELF_ENTRY_MISALIGNED = 30,	/* entry not at an instruction */

	/* The segment of thread-local storage. */
	S5ELF_TLS_MANY = 31,		/* more than one */
	S5ELF_TLS_FILESZ = 32,		/* file size above memory size */
	S5ELF_TLS_WRAP = 33,		/* end above 2^64 */
	S5ELF_TLS_ALIGN = 34,		/* alignment not a power of two */
	S5ELF_TLS_ALIGN_LARGE = 35,	/* alignment above 1 MiB */
	S5ELF_TLS_OUTSIDE = 36,		/* image not within a loaded segment */

	/* Notes in general. */
	S5ELF_NOTE_SEGMENT_LARGE = 37,	/* more than 8 KiB of them */
	S5ELF_NOTE_SEGMENT_OUTSIDE = 38, /* not within the file */
	S5ELF_NOTE_CUT = 39,		/* segment ends in a note's header */
	S5ELF_NOTE_NAME = 40,		/* segment ends in a note's name */
	S5ELF_NOTE_DESC = 41,		/* segment ends in a note's content */

	/* The ABI note. */
	S5ELF_NO_ABI = 42,		/* there is none */
	S5ELF_ABI_TWICE = 43,		/* there are two */
	S5ELF_ABI_SIZE = 44,		/* not of 16 bytes */
	S5ELF_ABI_RESERVED = 45,	/* reserved fields are not zero */

	/* The manifest note. */
	S5ELF_NO_MANIFEST = 46,		/* there is none */
	S5ELF_MANIFEST_TWICE = 47,	/* there are two */
	S5ELF_MANIFEST_NOTE_SIZE = 48,	/* no manifest has that size */
	S5ELF_MANIFEST_PAD = 49,	/* padding before it is not zero */
	S5ELF_MANIFEST_SIZE = 50,	/* not the size for its count */
	S5ELF_MANIFEST_VERSION = 51,	/* not MFT_VERSION */
	S5ELF_MANIFEST_COUNT = 52,	/* not 1..64 entries */
	S5ELF_MANIFEST_FIRST = 53,	/* entry 0 is not the reserved one */
	S5ELF_MANIFEST_TYPE = 54,	/* a device of an unknown type */
	S5ELF_MANIFEST_NAME_ENDLESS = 55, /* a name without a NUL */
	S5ELF_MANIFEST_NAME_EMPTY = 56,	/* a device without a name */
	S5ELF_MANIFEST_NAME_CHARS = 57,	/* not only letters and digits */
	S5ELF_MANIFEST_NAME_TAIL = 58,	/* bytes behind the NUL of a name */
	S5ELF_MANIFEST_NAME_TWICE = 59,	/* two devices of one name */
	S5ELF_MANIFEST_NOT_BLANK = 60,	/* private fields are not zero */

	/* Guest memory. */
	S5ELF_NO_ROOM = 61,		/* a segment is not within memory */
	S5ELF_PAGE_SHARED = 62		/* two protections within one page */
};

/*
 * Opens the file at path, or the file that fd is open on, and checks its
 * headers and segments.  The descriptor stays the caller's, and must stay
 * open until s5elf_close().  On success *img is the caller's, to be closed by
 * s5elf_close(), which takes NULL as well and leaves errno alone.
 */
int s5elf_open(struct s5elf **img, const char *path);
int s5elf_fdopen(struct s5elf **img, int fd);
void s5elf_close(struct s5elf *img);

/* What was found; the pointer is valid until s5elf_close(). */
const struct s5elf_info *s5elf_info(const struct s5elf *img);

/* The segments, s5elf_info()->nsegments of them, in ascending order. */
const struct s5elf_segment *s5elf_segments(const struct s5elf *img);

/*
 * Finds the ABI note and copies what it says.  The target and the version
 * may be any, known or not; what the caller runs is for the caller to say.
 */
int s5elf_abi(struct s5elf *img, struct solo5_abi *abi);

/*
 * Finds the manifest note, checks all of it and copies it into mft, which is
 * size bytes.  S5ELF_MFT_SIZE is enough for any; if size is too small for
 * this one the result is S5ELF_ARGUMENT.
 */
#define S5ELF_MFT_SIZE	(8 + 64 * 104)
int s5elf_manifest(struct s5elf *img, struct mft *mft, size_t size);

/*
 * Checks that the unikernel, rounded up to whole pages of page_size bytes,
 * fits into memory that ends at address mem_end, and that its segments can be
 * protected one by one with such pages.
 */
int s5elf_fits(const struct s5elf *img, uint64_t mem_end, size_t page_size);

/*
 * Reads the segments into mem, which stands for the guest's memory from
 * address mem_start to mem_start + mem_size, and must be zero-filled where
 * segments will be.  If one lies outside, nothing is read.  Protections are
 * the caller's to apply, afterwards.  On S5ELF_SYSTEM and S5ELF_SHRUNK part
 * of mem may have been written.
 */
int s5elf_load(struct s5elf *img, void *mem, uint64_t mem_start,
    size_t mem_size);

/*
 * One line for a reason, with neither file name nor full stop, to be printed
 * behind the name of the file.  For S5ELF_SYSTEM strerror(errno) says more.
 * A number that is no reason has a text of its own.
 */
const char *s5elf_strerror(int reason);

/*
 * Names, as in "x86_64" and "spt", of an e_machine and of the target in an
 * ABI note; NULL for one that Solo5 does not know.
 */
const char *s5elf_machine_name(uint16_t machine);
const char *s5elf_target_name(uint32_t target);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif

#endif /* SOLO5_ELF_H */
