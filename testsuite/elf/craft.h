/* SPDX-License-Identifier: ISC */
/*
 * craft.h: makes unikernels byte by byte, well-formed ones.
 *
 * Nothing of the library is used for it, nor a structure of <elf.h> other
 * than for its offsets: two places that share a mistake would not find it.
 */
#ifndef SOLO5_TESTSUITE_ELF_CRAFT_H
#define SOLO5_TESTSUITE_ELF_CRAFT_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>

struct craft_spec {
	uint16_t machine;
	uint32_t flags;		/* e_flags */
	uint32_t target;
	uint32_t version;	/* of the ABI: 1, or anything for layout 2 */
	uint32_t align;		/* of segments; 1 makes a compact file */
	uint32_t devices;	/* "dev0", ..., NET_BASIC and BLOCK_BASIC */
};

struct craft {
	uint8_t *data;
	size_t size;
	uint32_t phnum;
};

/* Layout of the program headers. */
enum craft_phdr {
	CRAFT_INTERP,
	CRAFT_TEXT,		/* --x */
	CRAFT_RODATA,		/* r--, begins with the notes */
	CRAFT_DATA,		/* rw-, version 1: with the bss behind it */
	CRAFT_TDATA,		/* r-- */
	CRAFT_BSS,		/* rw- */
	CRAFT_TLS,
	CRAFT_NOTE_OPENBSD,
	CRAFT_NOTE_ABI,
	CRAFT_NOTE_MANIFEST,
	CRAFT_PHNUM,

	/* Version 1 has these instead of TDATA and those behind it. */
	CRAFT1_NOTE_OPENBSD = CRAFT_TDATA,
	CRAFT1_NOTE_ABI,
	CRAFT1_NOTE_MANIFEST,
	CRAFT1_PHNUM
};

/* Segments are so far apart that any page size up to 64 KiB will do. */
#define CRAFT_VADDR(phdr)	(0x100000u + ((phdr) - CRAFT_TEXT) * 0x10000u)

/* Sizes; version 1 has CRAFT_DATA_SIZE + CRAFT_BSS_SIZE of data. */
#define CRAFT_TEXT_SIZE		0x124u
#define CRAFT_DATA_SIZE		0x77u
#define CRAFT_TDATA_SIZE	0x31u
#define CRAFT_TLS_SIZE		0x51u
#define CRAFT_BSS_SIZE		0x2345u
#define CRAFT_ENTRY		(CRAFT_VADDR(CRAFT_TEXT) + 0x20u)

/*
 * Where things are in the file, for an alignment of 0x1000, which is that of
 * CRAFT_BASE.
 */
#define CRAFT_OFFSET(phdr)	(((phdr) - CRAFT_TEXT + 1u) * 0x1000u)
#define CRAFT_OPENBSD		CRAFT_OFFSET(CRAFT_RODATA)
#define CRAFT_ABI		(CRAFT_OPENBSD + 24)
#define CRAFT_MANIFEST		(CRAFT_ABI + 36 + 4)
#define CRAFT_MFT		(CRAFT_MANIFEST + 24)
#define CRAFT_ENTRY_AT(i)	(CRAFT_MFT + 8 + (i) * 104u)

/* What the tables of cases begin with: x86_64, spt, version 2, 3 devices. */
extern const struct craft_spec CRAFT_BASE;

/* Offsets of the fields of headers. */
#define CRAFT_EHDR(field)	offsetof(Elf64_Ehdr, field)
#define CRAFT_PHDR(phdr, field)						\
    (64u + (phdr) * 56u + offsetof(Elf64_Phdr, field))

/* Makes a file, to be freed by craft_free(); ends the program if it fails. */
void craft_make(struct craft *file, const struct craft_spec *spec);
void craft_free(struct craft *file);

/* The byte that a segment has at a position, if that is not a note. */
uint8_t craft_byte(uint32_t phdr, size_t pos);

/* Stores the low size bytes of value, little-endian. */
void craft_put(uint8_t *to, unsigned int size, uint64_t value);

/* Gives the file another size; what is new is zero. */
void craft_resize(struct craft *file, size_t size);

/* An open, unnamed file with these bytes. */
int craft_fd(const struct craft *file);

#endif /* SOLO5_TESTSUITE_ELF_CRAFT_H */
