/* SPDX-License-Identifier: ISC */
/*
 * trap.h: what all CPUs do when an instruction has failed.
 */
#ifndef SOLO5_CPU_TRAP_H
#define SOLO5_CPU_TRAP_H

#include "solo5_bindings.h"

/*
 * To be called first: ends the unikernel, silently, if an instruction has
 * failed before, as one in what reports that would do for ever.
 */
void trap_enter(void);

/* A register, for %lx: 64 bits are long here, and not in every compiler. */
#define ULONG(value)	((unsigned long)(value))

/* Prints, not by way of the log, which may be told to be silent. */
void trap_print(const char *fmt, ...) PRINTF_LIKE(1, 2);

#endif /* SOLO5_CPU_TRAP_H */
