/* SPDX-License-Identifier: ISC */
/*
 * x86_64-features.c: what of the CPU guests can see; Intel SDM volume 2,
 * CPUID, and AMD's manual, volume 3, appendix E.
 *
 * These are lists of what is allowed: a feature that nobody has thought of is
 * not there.  What there is comes from the host; here things only go away.
 */
#include <config.h>

#include "x86_64.h"

#include "compiler.h"

#define BIT(n)	(1u << (n))
#define ALL	0xffffffffu

/* Highest leaves that guests can ask for. */
#define LEAF_MAX	0xdu
#define LEAF_FEATURES	0x7u
#define LEAF_EXT	0x80000000u
#define LEAF_EXT_MAX	0x80000008u

/* Leaf 1. */
#define F1_ECX (BIT(0) /* SSE3 */ | BIT(1) /* PCLMULQDQ */ |		\
    BIT(9) /* SSSE3 */ | BIT(12) /* FMA */ | BIT(13) /* CMPXCHG16B */ |	\
    BIT(19) /* SSE4.1 */ | BIT(20) /* SSE4.2 */ | BIT(22) /* MOVBE */ |	\
    BIT(23) /* POPCNT */ | BIT(25) /* AES */ | BIT(26) /* XSAVE */ |	\
    BIT(27) /* OSXSAVE */ | BIT(28) /* AVX */ | BIT(29) /* F16C */ |	\
    BIT(30) /* RDRAND */ | BIT(31) /* hypervisor */)
#define F1_EDX (BIT(0) /* FPU */ | BIT(2) /* DE */ | BIT(3) /* PSE */ |	\
    BIT(4) /* TSC */ | BIT(5) /* MSR */ | BIT(6) /* PAE */ |		\
    BIT(8) /* CMPXCHG8B */ | BIT(11) /* SYSENTER */ | BIT(13) /* PGE */ | \
    BIT(15) /* CMOV */ | BIT(16) /* PAT */ | BIT(17) /* PSE-36 */ |	\
    BIT(19) /* CLFLUSH */ | BIT(23) /* MMX */ | BIT(24) /* FXSR */ |	\
    BIT(25) /* SSE */ | BIT(26) /* SSE2 */ | BIT(27) /* self snoop */)

/* Leaf 7; neither SGX, MPX, TSX, PKU, CET nor AMX. */
#define F7_EBX (BIT(0) /* FSGSBASE */ | BIT(3) /* BMI1 */ |		\
    BIT(5) /* AVX2 */ | BIT(7) /* SMEP */ | BIT(8) /* BMI2 */ |		\
    BIT(9) /* ERMS */ | BIT(16) /* AVX512F */ | BIT(17) /* AVX512DQ */ | \
    BIT(18) /* RDSEED */ | BIT(19) /* ADX */ | BIT(20) /* SMAP */ |	\
    BIT(21) /* AVX512IFMA */ | BIT(23) /* CLFLUSHOPT */ |		\
    BIT(24) /* CLWB */ | BIT(28) /* AVX512CD */ | BIT(29) /* SHA */ |	\
    BIT(30) /* AVX512BW */ | BIT(31) /* AVX512VL */)
#define F7_ECX (BIT(1) /* AVX512VBMI */ | BIT(2) /* UMIP */ |		\
    BIT(6) /* AVX512VBMI2 */ | BIT(8) /* GFNI */ | BIT(9) /* VAES */ |	\
    BIT(10) /* VPCLMULQDQ */ | BIT(11) /* AVX512VNNI */ |		\
    BIT(12) /* AVX512BITALG */ | BIT(14) /* AVX512VPOPCNTDQ */ |	\
    BIT(22) /* RDPID */)
#define F7_EDX (BIT(4) /* FSRM */)

/* Leaf 0x80000001; not SVM. */
#define F81_ECX (BIT(0) /* LAHF */ | BIT(5) /* LZCNT */ |		\
    BIT(6) /* SSE4A */ | BIT(7) /* misaligned SSE */ |			\
    BIT(8) /* PREFETCHW */)
#define F81_EDX (F1_EDX | BIT(20) /* NX */ | BIT(22) /* MMX ext. */ |	\
    BIT(26) /* 1 GiB pages */ | BIT(27) /* RDTSCP */ |			\
    BIT(29) /* long mode */)

static const struct leaf {
	uint32_t leaf;
	uint32_t allowed[4];
} leaves[] = {
	{ 0x0, { ALL, ALL, ALL, ALL } },	/* vendor */
	{ 0x1, { ALL, 0x0000ff00, F1_ECX, F1_EDX } },
	{ 0x7, { 0, F7_EBX, F7_ECX, F7_EDX } },
	{ 0xd, { ALL, ALL, ALL, ALL } },	/* sizes for XSAVE */
	{ 0x80000000, { ALL, 0, 0, 0 } },
	{ 0x80000001, { 0, 0, F81_ECX, F81_EDX } },
	{ 0x80000002, { ALL, ALL, ALL, ALL } },	/* name of the model */
	{ 0x80000003, { ALL, ALL, ALL, ALL } },
	{ 0x80000004, { ALL, ALL, ALL, ALL } },
	{ 0x80000007, { 0, 0, 0, BIT(8) /* invariant TSC */ } },
	{ 0x80000008, { 0x0000ffff, 0, 0, 0 } },	/* address sizes */
};

/* What a guest needs for thread-local storage, and no more. */
const uint32_t x86_msr_allowed[] = {
	0xc0000100,	/* FS base */
	0xc0000101,	/* GS base */
	0xc0000102,	/* GS base of SWAPGS */
	0
};

static void
limit(uint32_t *value, uint32_t max)
{
	if (*value > max)
		*value = max;
}

bool
x86_cpuid_filter(uint32_t leaf, uint32_t subleaf, uint32_t reg[4])
{
	size_t i, n;

	if (leaf == LEAF_FEATURES && subleaf != 0)
		return false;
	for (i = 0; i < NELEM(leaves); i++) {
		if (leaves[i].leaf != leaf)
			continue;
		for (n = 0; n < 4; n++)
			reg[n] &= leaves[i].allowed[n];
		if (leaf == 0)
			limit(&reg[X86_EAX], LEAF_MAX);
		if (leaf == LEAF_EXT)
			limit(&reg[X86_EAX], LEAF_EXT_MAX);
		return true;
	}
	return false;
}

static bool
is_prefix(uint8_t byte)
{
	switch (byte) {
	case 0x26: case 0x2e: case 0x36: case 0x3e:	/* segments */
	case 0x64: case 0x65: case 0x66: case 0x67:
	case 0xf0: case 0xf2: case 0xf3:
		return true;
	}
	return (byte & 0xf0) == 0x40;			/* REX */
}

/* Second bytes, after 0x0f; the ranges are those of SSE and its successors. */
static const struct {
	uint8_t first;
	uint8_t last;
	const char *kind;
} two_byte[] = {
	{ 0x01, 0x01, "system instruction" },
	{ 0x05, 0x09, "system instruction" },
	{ 0x10, 0x17, "SSE instruction" },
	{ 0x20, 0x23, "system instruction" },
	{ 0x28, 0x2f, "SSE instruction" },
	{ 0x30, 0x35, "system instruction" },
	{ 0x38, 0x3a, "SSE instruction" },
	{ 0x50, 0x7f, "SSE instruction" },
	{ 0xae, 0xae, "FPU state instruction" },
	{ 0xc2, 0xc2, "SSE instruction" },
	{ 0xc4, 0xc6, "SSE instruction" },
	{ 0xd0, 0xff, "SSE instruction" },
};

const char *
x86_insn_kind(const uint8_t *insn, size_t len)
{
	size_t i;

	while (len > 0 && is_prefix(*insn)) {
		insn++;
		len--;
	}
	if (len == 0)
		return "instruction";
	if (*insn == 0xc4 || *insn == 0xc5 || *insn == 0x62)
		return "AVX instruction";
	if (*insn >= 0xd8 && *insn <= 0xdf)
		return "x87 instruction";
	if (*insn != 0x0f || len < 2)
		return "instruction";
	for (i = 0; i < NELEM(two_byte); i++)
		if (insn[1] >= two_byte[i].first &&
		    insn[1] <= two_byte[i].last)
			return two_byte[i].kind;
	return "instruction";
}
