/* SPDX-License-Identifier: ISC */
/*
 * hypercall.h: calls of the tender, on aarch64.
 *
 * The hypercall.h of every CPU defines the same names.
 */
#ifndef SOLO5_HVT_HYPERCALL_H
#define SOLO5_HVT_HYPERCALL_H

#include <stddef.h>
#include <stdint.h>

#include <solo5/hvt_abi.h>

#include "cpu.h"

/* What cpu.c leaves behind is what tenders know. */
_Static_assert(sizeof(struct cpu_trap) == sizeof(struct hvt_trap_aarch64) &&
    offsetof(struct cpu_trap, regs) == offsetof(struct hvt_trap_aarch64, x) &&
    CPU_TRAP_MAGIC == HVT_TRAP_REGS, "hvt_trap_aarch64");

/*
 * The tender reads arg, and writes to it what the call returns.  The address
 * has 32 bits: so arg is an object of the bindings' own, which are linked
 * into the first 4 GiB, and not on the stack, which may be anywhere.
 *
 * The store changes no register, of which hosts would not be told.
 */
static inline void
hypercall(enum hvt_hypercall nr, volatile void *arg)
{
	const uintptr_t at = HVT_HYPERCALL_MMIO(nr);

	__asm__ volatile("str %w0, [%1]"
	    : : "r"(arg), "r"(at) : "memory");
}

/* Tells the tender that there is something new in the network ring. */
static inline void
hypercall_kick(void)
{
	const uintptr_t at = HVT_RING_KICK_MMIO;

	__asm__ volatile("str wzr, [%0]" : : "r"(at) : "memory");
}

#endif /* SOLO5_HVT_HYPERCALL_H */
