/* SPDX-License-Identifier: ISC */
/*
 * aarch64.h: the aarch64 CPU as guests find it.
 */
#ifndef SOLO5_HVT_CPU_AARCH64_H
#define SOLO5_HVT_CPU_AARCH64_H

#include <stddef.h>
#include <stdint.h>

struct vm_cpu;
struct vm_range;

extern const struct vm_cpu cpu_aarch64;

/* Where the table of the first level is, in guest memory. */
#define A64_TTBR0	0x1000u

/* Behind all memory is what stands for devices: the hypercalls. */
#define A64_DEVICES	(1ull << 32)
#define A64_DEVICES_END	(A64_DEVICES + (1ull << 30))

/*
 * System registers at the start; Arm ARM, section D17.2.
 *
 * TCR_EL1: 33 bits of address in pages of 4 KiB, walks of shareable memory
 * that is cached; nothing at addresses whose upper bits are ones; 36 bits of
 * physical address.  MAIR_EL1: memory that is cached, and devices.  CPACR_EL1:
 * FP and SIMD without a trap.  SPSR: EL1 with its own stack pointer, all
 * exceptions masked.
 */
#define A64_TCR		0x00000001809f351full
#define A64_MAIR	0x00000000000004ffull
#define A64_CPACR	0x0000000000300000ull
#define A64_PSTATE	0x00000000000003c5ull

/*
 * SCTLR_EL1: MMU and caches on, the stack pointer's alignment checked, and
 * what is always 1.  Unless some memory is to be both, what can be written
 * cannot be executed, whatever the tables say.
 */
#define A64_SCTLR	0x30d0180dull
#define A64_SCTLR_WXN	(1ull << 19)

uint64_t a64_sctlr(const struct vm_range *range, size_t nranges);

#endif /* SOLO5_HVT_CPU_AARCH64_H */
