/* SPDX-License-Identifier: ISC */
/*
 * x86_64.h: the x86_64 CPU as guests find it.
 */
#ifndef SOLO5_HVT_CPU_X86_64_H
#define SOLO5_HVT_CPU_X86_64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vm_cpu;

extern const struct vm_cpu cpu_x86_64;

/* Where the tables are, in guest memory. */
#define X86_GDT		0x1000u
#define X86_PML4	0x2000u

/* Selectors of the flat segments, and the size of the table of them. */
#define X86_SEL_CODE	8u
#define X86_SEL_DATA	16u
#define X86_GDT_SIZE	24u

/* Control registers at the start; Intel SDM volume 3, section 2.5. */
#define X86_CR0		0x80010031u	/* PG, WP, NE, ET, PE */
#define X86_CR4		0x00000620u	/* OSXMMEXCPT, OSFXSR, PAE */
#define X86_EFER	0x00000d00u	/* NXE, LMA, LME */
#define X86_RFLAGS	0x00000002u

/* Registers of the CPUID instruction. */
enum {
	X86_EAX,
	X86_EBX,
	X86_ECX,
	X86_EDX
};

/*
 * Takes out of a leaf of CPUID what guests are not to see.  Returns false if
 * they are not to see the leaf at all.
 */
bool x86_cpuid_filter(uint32_t leaf, uint32_t subleaf, uint32_t reg[4]);

/* Model-specific registers that a guest may read and write, 0 at the end. */
extern const uint32_t x86_msr_allowed[];

/*
 * Names the instruction whose first len bytes these are, as far as that tells
 * why a CPU would not execute it: "SSE instruction".
 */
const char *x86_insn_kind(const uint8_t *insn, size_t len);

#endif /* SOLO5_HVT_CPU_X86_64_H */
