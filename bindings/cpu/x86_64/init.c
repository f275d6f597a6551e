/* SPDX-License-Identifier: ISC */
/*
 * init.c: what else the CPU is to do, where it may be asked and told.
 */
#include "cpu.h"

#define CR4_OSXSAVE	(1u << 18)

/* Registers that XCR0 enables: x87, SSE, AVX, and the three of AVX-512. */
#define XCR0_VECTORS	0xe7u

/*
 * Vector registers beyond SSE, as many as CPUID names.  CPUID also says
 * whether that was done, so that applications can ask it as anywhere else.
 */
static void
vectors_enable(void)
{
	uint32_t low, ebx, ecx, edx;
	uint64_t cr4;

	__asm__ volatile("movq %%cr4, %0" : "=r"(cr4));
	if ((cr4 & CR4_OSXSAVE) != 0 || !cpu_has_xsave())
		return;
	__asm__ volatile("movq %0, %%cr4" : : "r"(cr4 | CR4_OSXSAVE));
	cpu_id(0xd, &low, &ebx, &ecx, &edx);
	__asm__ volatile("xsetbv"
	    : : "a"((low & XCR0_VECTORS) | 1), "d"(0), "c"(0));
}

void
cpu_init(void)
{
	cpu_tables_init();
	vectors_enable();
}
