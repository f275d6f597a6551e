/* SPDX-License-Identifier: ISC */
/*
 * mft_abi.h: the application manifest, version 1, as it lies in a unikernel's
 * note section and in the memory of the running unikernel.
 *
 * Shared by unikernels, bindings, tenders and tools.  C sources that
 * "solo5-elftool gen-manifest" writes include this file; the macros that they
 * use are at the end.  All integers are little-endian.  See
 * solo5-manifest(5).
 */
#ifndef SOLO5_MFT_ABI_H
#define SOLO5_MFT_ABI_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus) && __cplusplus >= 201103L
#define MFT_ASSERT static_assert
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define MFT_ASSERT _Static_assert
#else
#define MFT_ASSERT(cond, text) struct mft_assertion
#endif

#ifdef __cplusplus
#define MFT_BOOL bool
#else
#define MFT_BOOL _Bool
#endif

#define MFT_VERSION	1u

/* Entries of a manifest, the reserved one included; so devices are 1..63. */
#define MFT_MAX_ENTRIES	64u

/* Size of a name with its NUL.  Names are 1..67 letters and digits. */
#define MFT_NAME_SIZE	68u
#define MFT_NAME_MAX	67u

enum mft_type {
	MFT_DEV_BLOCK_BASIC = 1,
	MFT_DEV_NET_BASIC = 2,
	/* Entry 0, which has no name, so that no device has the handle 0. */
	MFT_RESERVED_FIRST = 0x40000000
};
typedef enum mft_type mft_type_t;

struct mft_block_basic {
	uint64_t capacity;	/* bytes */
	uint16_t block_size;	/* bytes, 512..32768 */
};

struct mft_net_basic {
	uint8_t mac[6];
	uint16_t mtu;		/* bytes, without the Ethernet header */
};

/*
 * A device.  Its index in the manifest is its handle.  In a file, all but
 * name and type is zero; whoever attaches the device fills in the rest.
 */
struct mft_entry {
	char name[MFT_NAME_SIZE];
	uint32_t type;		/* enum mft_type */
	union {
		struct mft_block_basic block_basic;
		struct mft_net_basic net_basic;
	} u;
	union {			/* private to whoever attached the device */
		int32_t hostfd;
		void *data;
	} b;
	MFT_BOOL attached;
	/* Seven bytes of padding. */
};

struct mft {
	uint32_t version;	/* MFT_VERSION */
	uint32_t entries;	/* 1..MFT_MAX_ENTRIES */
#ifdef __cplusplus
	struct mft_entry e[1];	/* entries of them */
#else
	struct mft_entry e[];	/* entries of them */
#endif
};

/* The note: name and type, and what begins its descriptor. */
#define MFT1_NOTE_NAME		"Solo5"
#define MFT1_NOTE_TYPE		0x3154464du	/* "MFT1" */
#define MFT1_NOTE_ALIGN		8
#define MFT1_NOTE_PAD		4		/* before struct mft */

struct mft1_nhdr {
	uint32_t namesz;
	uint32_t descsz;
	uint32_t type;
	char name[8];
	uint8_t pad[MFT1_NOTE_PAD];	/* first bytes of the descriptor */
};

MFT_ASSERT(sizeof(struct mft_block_basic) == 16, "mft_block_basic");
MFT_ASSERT(offsetof(struct mft_block_basic, block_size) == 8, "block_size");
MFT_ASSERT(sizeof(struct mft_net_basic) == 8, "mft_net_basic");
MFT_ASSERT(offsetof(struct mft_net_basic, mtu) == 6, "mtu");
MFT_ASSERT(sizeof(struct mft_entry) == 104, "mft_entry");
MFT_ASSERT(offsetof(struct mft_entry, type) == 68, "type");
MFT_ASSERT(offsetof(struct mft_entry, u) == 72, "u");
MFT_ASSERT(offsetof(struct mft_entry, b) == 88, "b");
MFT_ASSERT(offsetof(struct mft_entry, attached) == 96, "attached");
MFT_ASSERT(offsetof(struct mft, entries) == 4, "entries");
MFT_ASSERT(offsetof(struct mft, e) == 8, "e");
MFT_ASSERT(sizeof(struct mft1_nhdr) == 24, "mft1_nhdr");

/*
 * The parts of a generated manifest.  MFT_ENTRIES is the number of entries
 * and is defined by the generated file; between BEGIN and END stands the
 * initialiser of a struct mft, in braces.
 */
#define MFT1_NOTE_DECLARE_BEGIN						\
struct __solo5_mft1_note_s {						\
	struct mft1_nhdr h;						\
	struct {							\
		uint32_t version;					\
		uint32_t entries;					\
		struct mft_entry e[MFT_ENTRIES];			\
	} m;								\
};									\
extern const struct __solo5_mft1_note_s __solo5_mft1_note;		\
const struct __solo5_mft1_note_s __solo5_mft1_note			\
    __attribute__((__section__(".note.solo5.manifest"),			\
    __aligned__(MFT1_NOTE_ALIGN), __used__)) = {			\
	.h = {								\
		.namesz = sizeof(MFT1_NOTE_NAME),			\
		.descsz = MFT1_NOTE_PAD + 8 +				\
		    sizeof(struct mft_entry) * (MFT_ENTRIES),		\
		.type = MFT1_NOTE_TYPE,					\
		.name = MFT1_NOTE_NAME,					\
		.pad = { 0 },						\
	},								\
	.m =

#define MFT1_NOTE_DECLARE_END };

#endif /* SOLO5_MFT_ABI_H */
