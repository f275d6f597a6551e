/* SPDX-License-Identifier: ISC */
/*
 * elf_abi.h: what makes an ELF executable a unikernel: its fixed addresses
 * and the notes that say for whom it was built.  See solo5(7).
 */
#ifndef SOLO5_ELF_ABI_H
#define SOLO5_ELF_ABI_H

#include <stdint.h>

#if defined(__cplusplus) && __cplusplus >= 201103L
#define SOLO5_ELF_ASSERT static_assert
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define SOLO5_ELF_ASSERT _Static_assert
#else
#define SOLO5_ELF_ASSERT(cond, text) struct solo5_elf_assertion
#endif

/* No segment is loaded below this address, on any target. */
#define SOLO5_ELF_BASE		0x100000u

/* PT_INTERP of every unikernel: no host has it, so no host runs the file. */
#define SOLO5_ELF_INTERP	"/nonexistent/solo5/"
#define SOLO5_ELF_INTERP_SIZE	24

/* The targets, as numbered in the ABI note. */
enum solo5_abi_target {
	SOLO5_ABI_HVT = 1,
	SOLO5_ABI_SPT = 2,
	SOLO5_ABI_VIRTIO = 3,
	SOLO5_ABI_MUEN = 4,
	SOLO5_ABI_GENODE = 5,
	SOLO5_ABI_XEN = 6
};

/* The ABI note: name "Solo5", type "ABI1", then struct solo5_abi. */
#define ABI1_NOTE_NAME		"Solo5"
#define ABI1_NOTE_TYPE		0x31494241u	/* "ABI1" */
#define ABI1_NOTE_ALIGN		4

struct solo5_abi {
	uint32_t target;	/* enum solo5_abi_target */
	uint32_t version;	/* of that target's ABI */
	uint32_t reserved[2];	/* 0 */
};

struct solo5_abi1_note {
	uint32_t namesz;
	uint32_t descsz;
	uint32_t type;
	char name[8];
	struct solo5_abi abi;
};

SOLO5_ELF_ASSERT(sizeof(struct solo5_abi) == 16, "solo5_abi");
SOLO5_ELF_ASSERT(sizeof(struct solo5_abi1_note) == 36, "solo5_abi1_note");

/* Defines the ABI note; once, in the bindings. */
#define SOLO5_ABI1_NOTE(abi_target, abi_version)			\
static const struct solo5_abi1_note solo5_abi1_note			\
    __attribute__((__section__(".note.solo5.abi"),			\
    __aligned__(ABI1_NOTE_ALIGN), __used__)) = {			\
	.namesz = sizeof(ABI1_NOTE_NAME),				\
	.descsz = sizeof(struct solo5_abi),				\
	.type = ABI1_NOTE_TYPE,						\
	.name = ABI1_NOTE_NAME,						\
	.abi = { (abi_target), (abi_version), { 0, 0 } },		\
}

/*
 * The note that OpenBSD's kernel looks for.  It takes an executable with any
 * PT_NOTE of another system for that system's, so every unikernel carries it;
 * the interpreter that does not exist then stops it there as well.
 */
#define OPENBSD_NOTE_NAME	"OpenBSD"
#define OPENBSD_NOTE_TYPE	1u
#define OPENBSD_NOTE_ALIGN	4

struct solo5_openbsd_note {
	uint32_t namesz;
	uint32_t descsz;
	uint32_t type;
	char name[8];
	uint32_t desc;
};

SOLO5_ELF_ASSERT(sizeof(struct solo5_openbsd_note) == 24,
    "solo5_openbsd_note");

/* Defines that note; once, in the bindings. */
#define SOLO5_OPENBSD_NOTE						\
static const struct solo5_openbsd_note solo5_openbsd_note		\
    __attribute__((__section__(".note.solo5.not_openbsd"),		\
    __aligned__(OPENBSD_NOTE_ALIGN), __used__)) = {			\
	.namesz = sizeof(OPENBSD_NOTE_NAME),				\
	.descsz = sizeof(uint32_t),					\
	.type = OPENBSD_NOTE_TYPE,					\
	.name = OPENBSD_NOTE_NAME,					\
	.desc = 0,							\
}

#endif /* SOLO5_ELF_ABI_H */
