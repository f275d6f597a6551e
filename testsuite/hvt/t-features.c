/* SPDX-License-Identifier: ISC */
/*
 * t-features.c: what guests see of an x86_64 CPU that has everything.
 */
#include <config.h>

#include <inttypes.h>
#include <string.h>

#include "check.h"
#include "compiler.h"
#include "hvt/cpu/x86_64.h"

/* Must not be seen, whatever the host has. */
static const struct {
	const char *name;
	uint32_t leaf;
	unsigned int reg;
	unsigned int bit;
} hidden[] = {
	{ "VMX", 1, X86_ECX, 5 },
	{ "SMX", 1, X86_ECX, 6 },
	{ "debug store", 1, X86_ECX, 2 },
	{ "PDCM", 1, X86_ECX, 15 },
	{ "x2APIC", 1, X86_ECX, 21 },
	{ "TSC deadline", 1, X86_ECX, 24 },
	{ "machine check", 1, X86_EDX, 7 },
	{ "MTRR", 1, X86_EDX, 12 },
	{ "APIC", 1, X86_EDX, 9 },
	{ "SGX", 7, X86_EBX, 2 },
	{ "HLE", 7, X86_EBX, 4 },
	{ "RTM", 7, X86_EBX, 11 },
	{ "MPX", 7, X86_EBX, 14 },
	{ "PT", 7, X86_EBX, 25 },
	{ "PKU", 7, X86_ECX, 3 },
	{ "SGX_LC", 7, X86_ECX, 30 },
	{ "AMX", 7, X86_EDX, 24 },
	{ "SVM", 0x80000001, X86_ECX, 2 },
	{ "IBS", 0x80000001, X86_ECX, 10 },
};

/* Must be seen: the entry state makes use of them. */
static const struct {
	uint32_t leaf;
	unsigned int reg;
	unsigned int bit;
} shown[] = {
	{ 1, X86_EDX, 4 },		/* TSC */
	{ 1, X86_EDX, 6 },		/* PAE */
	{ 1, X86_EDX, 26 },		/* SSE2 */
	{ 0x80000001, X86_EDX, 20 },	/* NX */
	{ 0x80000001, X86_EDX, 29 },	/* long mode */
	{ 0x80000007, X86_EDX, 8 },	/* invariant TSC */
};

static const uint32_t no_leaves[] = {
	2, 3, 4, 5, 6, 0xa, 0xb, 0x12, 0x14, 0x1d, 0x40000000, 0x40000001,
	0x40000100, 0x8000000a, 0x8000001f, 0xc0000000,
};

static bool
filter(uint32_t leaf, uint32_t subleaf, uint32_t reg[4])
{
	memset(reg, 0xff, 4 * sizeof(reg[0]));
	return x86_cpuid_filter(leaf, subleaf, reg);
}

static void
check_kind(const char *kind, const char *bytes, size_t len)
{
	CHECK_CASE(strcmp(x86_insn_kind((const uint8_t *)bytes, len),
	    kind) == 0, "%s", kind);
}

static void
check_kinds(void)
{
	check_kind("SSE instruction", "\x66\x0f\xef\xc0", 4);
	check_kind("SSE instruction", "\x0f\x29\x44\x24\x10", 5);
	check_kind("SSE instruction", "\xf2\x44\x0f\x10\x00", 5);
	check_kind("AVX instruction", "\xc5\xf5\xef\xd0", 4);
	check_kind("AVX instruction", "\x62\xf1\x7c\x48", 4);
	check_kind("x87 instruction", "\xd9\xe8", 2);
	check_kind("system instruction", "\x0f\x01\xc1", 3);
	check_kind("instruction", "\x0f\x0b", 2);
	check_kind("instruction", "\x90", 1);
	check_kind("instruction", "\x66\x0f", 2);
	check_kind("instruction", "\x66\x66\x66", 3);
	check_kind("instruction", "", 0);
}

int
main(void)
{
	uint32_t reg[4];
	size_t i;

	for (i = 0; i < NELEM(hidden); i++)
		CHECK_CASE(filter(hidden[i].leaf, 0, reg) &&
		    (reg[hidden[i].reg] & 1u << hidden[i].bit) == 0,
		    "%s", hidden[i].name);
	for (i = 0; i < NELEM(shown); i++)
		CHECK_CASE(filter(shown[i].leaf, 0, reg) &&
		    (reg[shown[i].reg] & 1u << shown[i].bit) != 0,
		    "%" PRIx32 " %u", shown[i].leaf, shown[i].bit);
	for (i = 0; i < NELEM(no_leaves); i++)
		CHECK_CASE(!filter(no_leaves[i], 0, reg), "%" PRIx32,
		    no_leaves[i]);
	CHECK(!filter(7, 1, reg));
	CHECK(filter(0xd, 1, reg));
	CHECK(filter(0, 0, reg) && reg[X86_EAX] == 0xd);
	CHECK(filter(0x80000000, 0, reg) && reg[X86_EAX] == 0x80000008);
	for (i = 0; x86_msr_allowed[i] != 0; i++)
		CHECK(x86_msr_allowed[i] >= 0xc0000100 &&
		    x86_msr_allowed[i] <= 0xc0000102);
	check_kinds();
	return check_status();
}
