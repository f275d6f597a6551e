/* SPDX-License-Identifier: ISC */
/*
 * aarch64-regs.h: the registers of an aarch64 CPU, in the form in which gdb's
 * remote protocol has them.
 */
#ifndef SOLO5_HVT_CPU_AARCH64_REGS_H
#define SOLO5_HVT_CPU_AARCH64_REGS_H

#include <stdint.h>

struct cpu_debug;

struct a64_regs {
	uint64_t x[31];
	uint64_t sp;		/* the one in use */
	uint64_t pc;
	uint32_t cpsr;		/* PSTATE, as gdb calls it */
	uint8_t v[32][16];
	uint32_t fpsr, fpcr;
};

extern const struct cpu_debug cpu_debug_aarch64;

#endif /* SOLO5_HVT_CPU_AARCH64_REGS_H */
