/* SPDX-License-Identifier: ISC */
/*
 * x86_64-regs.h: the registers of an x86_64 CPU, in the form in which gdb's
 * remote protocol has them.
 */
#ifndef SOLO5_HVT_CPU_X86_64_REGS_H
#define SOLO5_HVT_CPU_X86_64_REGS_H

#include <stdint.h>

struct cpu_debug;

struct x86_regs {
	uint64_t rax, rbx, rcx, rdx, rsi, rdi, rbp, rsp;
	uint64_t r8, r9, r10, r11, r12, r13, r14, r15;
	uint64_t rip;
	uint32_t eflags, cs, ss, ds, es, fs, gs;
	uint8_t st[8][10];
	/* ftag has two bits a register, as FSTENV stores it. */
	uint32_t fctrl, fstat, ftag, fiseg, fioff, foseg, fooff, fop;
	uint8_t xmm[16][16];
	uint32_t mxcsr;
	uint64_t fs_base, gs_base;
};

/* The x87 and SSE registers from the 512 bytes of FXSAVE, and back. */
void x86_fxsave_load(struct x86_regs *regs, const void *area);
void x86_fxsave_store(const struct x86_regs *regs, void *area);

extern const struct cpu_debug cpu_debug_x86_64;

#endif /* SOLO5_HVT_CPU_X86_64_REGS_H */
