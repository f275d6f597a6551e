/* SPDX-License-Identifier: ISC */
/*
 * hypercall.h: calls of the tender, on x86_64.
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
_Static_assert(sizeof(struct cpu_trap) == sizeof(struct hvt_trap_x86_64) &&
    offsetof(struct cpu_trap, regs) == offsetof(struct hvt_trap_x86_64, r15) &&
    CPU_TRAP_MAGIC == HVT_TRAP_REGS, "hvt_trap_x86_64");

/*
 * The tender reads arg, and writes to it what the call returns.  The address
 * has 32 bits: so arg is an object of the bindings' own, which are linked
 * into the first 2 GiB, and not on the stack, which may be anywhere.
 */
static inline void
hypercall(enum hvt_hypercall nr, volatile void *arg)
{
	const uint16_t port = (uint16_t)HVT_HYPERCALL_PIO(nr);

	__asm__ volatile("outl %0, %1"
	    : : "a"((uint32_t)(uintptr_t)arg), "d"(port) : "memory");
}

/* Tells the tender that there is something new in the network ring. */
static inline void
hypercall_kick(void)
{
	const uint16_t port = HVT_RING_KICK_PIO;

	__asm__ volatile("outl %0, %1" : : "a"(0), "d"(port) : "memory");
}

#endif /* SOLO5_HVT_HYPERCALL_H */
