/* SPDX-License-Identifier: ISC */
/*
 * insns.h: an instruction of each extension of x86_64, for insns.c: what
 * CPUID says that there is can be used, and computes what it should.
 */
#ifndef SOLO5_TESTSUITE_CPU_INSNS_H
#define SOLO5_TESTSUITE_CPU_INSNS_H

#include "guestlib.h"

enum { EAX, EBX, ECX, EDX };

/* Bits of XCR0: the registers that AVX needs to be enabled. */
#define AVX_STATE	0x6u

static const uint64_t left[4] = {
	0x3ff0123456789abcu, 0x4005bf0a8b145769u,
	0x400921fb54442d18u, 0x3fee9dacbbcad9e8u
};
static const uint64_t right[4] = {
	0x0f05030907010b02u, 0x400c0a0806040e00u,
	0x3fe6a09e667f3bcdu, 0x40091eb851eb851fu
};

/* The sum of the result's words; the operands are the same for all. */
#define VECTORS(name, reg, move, insn, after)				\
static uint64_t								\
name(void)								\
{									\
	uint64_t out[4] = { 0, 0, 0, 0 };				\
									\
	__asm__ volatile(						\
	    move " %1, %%" reg "0\n\t"					\
	    move " %2, %%" reg "1\n\t"					\
	    insn "\n\t"							\
	    move " %%" reg "0, %0\n\t"					\
	    after : "=m"(out) : "m"(left), "m"(right) : "memory");	\
	return out[0] + out[1] + out[2] + out[3];			\
}
#define MMX(name, insn)							\
	VECTORS(name, "mm", "movq", insn " %%mm1, %%mm0", "emms")
#define XMM(name, insn)							\
	VECTORS(name, "xmm", "movdqu", insn " %%xmm1, %%xmm0", "")
#define YMM(name, insn)							\
	VECTORS(name, "ymm", "vmovdqu", insn " %%ymm1, %%ymm0, %%ymm0",	\
	    "vzeroupper")
#define GENERAL(name, insn)						\
static uint64_t								\
name(void)								\
{									\
	uint64_t a = left[0];						\
									\
	__asm__ volatile(insn : "+&r"(a) : "r"(right[0]) : "cc");	\
	return a;							\
}

MMX(mmx, "paddb")
XMM(sse, "addps")
XMM(sse2, "paddq")
XMM(sse3, "haddpd")
XMM(pclmulqdq, "pclmulqdq $0x11,")
XMM(ssse3, "pshufb")
XMM(sse41, "pmulld")
XMM(sse42, "pcmpgtq")
XMM(aes, "aesenc")
XMM(sha, "sha1msg1")
XMM(gfni, "gf2p8mulb")
YMM(avx, "vaddpd")
YMM(f16c, "vcvtps2ph $0, %%ymm0, %%xmm1\n\tvcvtph2ps %%xmm1, %%ymm0\n\tvorps")
YMM(fma3, "vfmadd231pd")
YMM(avx2, "vpmulld")
YMM(vpclmulqdq, "vpclmulqdq $0x11,")
GENERAL(crc32, "crc32q %1, %0")
GENERAL(popcnt, "popcntq %1, %0")
GENERAL(lzcnt, "shrq $9, %0\n\tlzcntq %0, %0")
GENERAL(bmi1, "andnq %1, %0, %0")
GENERAL(bmi2, "pdepq %1, %0, %0")
GENERAL(adx, "clc\n\tadcxq %1, %0\n\tadoxq %1, %0")

static uint64_t
movbe(void)
{
	uint64_t a;

	__asm__ volatile("movbeq %1, %0" : "=r"(a) : "m"(left[0]));
	return a;
}

static uint64_t
cmpxchg16b(void)
{
	_Alignas(16) uint64_t m[2] = { 1, 2 };
	uint64_t low = 1, high = 2;

	__asm__ volatile("cmpxchg16b %0" : "+m"(m), "+a"(low), "+d"(high)
	    : "b"(left[0]), "c"(left[1]) : "cc");
	return m[0] + m[1];
}

/* What is random is only counted: it may have to be asked for again. */
#define RANDOM(name, insn)						\
static uint64_t								\
name(void)								\
{									\
	unsigned char ok = 0;						\
	uint64_t a;							\
									\
	for (int i = 0; i < 1000 && ok == 0; i++)			\
		__asm__ volatile(insn " %0; setc %1"			\
		    : "=r"(a), "=qm"(ok) : : "cc");			\
	return ok;							\
}
RANDOM(rdrand, "rdrand")
RANDOM(rdseed, "rdseed")

/* These change nothing. */
#define LINE(name, insn)						\
static uint64_t								\
name(void)								\
{									\
	uint64_t a = left[0];						\
									\
	__asm__ volatile(insn " %0" : "+m"(a));				\
	return a;							\
}
LINE(clflush, "clflush")
LINE(clflushopt, "clflushopt")
LINE(clwb, "clwb")
LINE(prefetchw, "prefetchw")

static uint64_t
rdtscp(void)
{
	uint32_t low, high, aux;
	uint64_t before;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	before = (uint64_t)high << 32 | low;
	__asm__ volatile("rdtscp" : "=a"(low), "=d"(high), "=c"(aux));
	return ((uint64_t)high << 32 | low) > before;
}

static const struct insn {
	const char *name;
	uint32_t leaf;
	unsigned int reg;
	unsigned int bit;
	uint32_t xcr0;		/* what it needs to be enabled */
	uint64_t (*run)(void);
	uint64_t result;
} insns[] = {
	{ "MMX", 1, EDX, 23, 0, mmx, 0x4ef5153d5d79a5beu },
	{ "SSE", 1, EDX, 25, 0, sse, 0x8078f6bde18cd122u },
	{ "SSE2", 1, EDX, 26, 0, sse2, 0xcf06de4fee920b27u },
	{ "SSE3", 1, ECX, 0, 0, sse3, 0x8019d22cbc54b2c7u },
	{ "PCLMULQDQ", 1, ECX, 1, 0, pclmulqdq, 0x97338d04727e0427u },
	{ "SSSE3", 1, ECX, 9, 0, ssse3, 0xfc1c6ac12fce9134u },
	{ "SSE4.1", 1, ECX, 19, 0, sse41, 0x24c79c258abf0778u },
	{ "SSE4.2", 1, ECX, 20, 0, sse42, 0xffffffffffffffffu },
	{ "CRC32", 1, ECX, 20, 0, crc32, 0x00000000cba3f807u },
	{ "AES", 1, ECX, 25, 0, aes, 0x15f055b2d16348b3u },
	{ "SHA", 7, EBX, 29, 0, sha, 0xfff1c57b2de96291u },
	{ "GFNI", 7, ECX, 8, 0, gfni, 0x095a20dfd0c87063u },
	{ "AVX", 1, ECX, 28, AVX_STATE, avx, 0x002823f24d57e747u },
	{ "F16C", 1, ECX, 29, AVX_STATE, f16c, 0x7f6c3e597b15d800u },
	{ "FMA", 1, ECX, 12, AVX_STATE, fma3, 0x003db3aede3fdac7u },
	{ "AVX2", 7, EBX, 5, AVX_STATE, avx2, 0x2130f0b03b6196c8u },
	{ "VPCLMULQDQ", 7, ECX, 10, AVX_STATE, vpclmulqdq,
	    0xaa77139cc8a84b9bu },
	{ "CMPXCHG16B", 1, ECX, 13, 0, cmpxchg16b, 0x7ff5d13ee18cf225u },
	{ "MOVBE", 1, ECX, 22, 0, movbe, 0xbc9a78563412f03fu },
	{ "POPCNT", 1, ECX, 23, 0, popcnt, 18 },
	{ "LZCNT", 0x80000001, ECX, 5, 0, lzcnt, 11 },
	{ "BMI1", 7, EBX, 3, 0, bmi1, 0x0005010901010102u },
	{ "BMI2", 7, EBX, 8, 0, bmi2, 0x0201020805010a00u },
	{ "ADX", 7, EBX, 19, 0, adx, 0x5dfa1846647ab0c0u },
	{ "RDRAND", 1, ECX, 30, 0, rdrand, 1 },
	{ "RDSEED", 7, EBX, 18, 0, rdseed, 1 },
	{ "RDTSCP", 0x80000001, EDX, 27, 0, rdtscp, 1 },
	{ "CLFLUSH", 1, EDX, 19, 0, clflush, 0x3ff0123456789abcu },
	{ "CLFLUSHOPT", 7, EBX, 23, 0, clflushopt, 0x3ff0123456789abcu },
	{ "CLWB", 7, EBX, 24, 0, clwb, 0x3ff0123456789abcu },
	{ "PREFETCHW", 0x80000001, ECX, 8, 0, prefetchw, 0x3ff0123456789abcu },
};

static inline void
cpuid(uint32_t leaf, uint32_t reg[4])
{
	__asm__ volatile("cpuid" : "=a"(reg[EAX]), "=b"(reg[EBX]),
	    "=c"(reg[ECX]), "=d"(reg[EDX]) : "0"(leaf), "2"(0));
}

/* Whether CPUID has it, and what it works on is enabled. */
static inline bool
cpu_has(const struct insn *insn)
{
	uint32_t reg[4], low, high;

	cpuid(insn->leaf & 0x80000000, reg);
	if (reg[EAX] < insn->leaf)
		return false;
	cpuid(insn->leaf, reg);
	if ((reg[insn->reg] & 1u << insn->bit) == 0)
		return false;
	if (insn->xcr0 == 0)
		return true;
	cpuid(1, reg);
	if ((reg[ECX] & 1u << 27) == 0)		/* OSXSAVE */
		return false;
	__asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	return (low & insn->xcr0) == insn->xcr0;
}

#endif /* SOLO5_TESTSUITE_CPU_INSNS_H */
