/* SPDX-License-Identifier: ISC */
/*
 * gdb-trap.h: the guest's memory as its debugger has it, and what makes the
 * guest stop there.
 */
#ifndef SOLO5_HVT_GDB_TRAP_H
#define SOLO5_HVT_GDB_TRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm_debug.h"

/*
 * Copies at most len bytes from guest address addr, and returns how many of
 * them the guest has.
 */
size_t trap_read(const struct vm *vm, uint64_t addr, void *buf, size_t len);

/*
 * Copies len bytes to guest address addr, whether or not the guest could.
 * Returns false, with nothing written, if it does not have them all.
 */
bool trap_write(const struct vm *vm, uint64_t addr, const void *buf,
    size_t len);

/*
 * Software breakpoints.  Between trap_arm() and trap_disarm() they are in the
 * guest's memory.  Return 0 or a negative errno.
 */
int trap_breakpoint_add(const struct vm *vm, uint64_t addr);
int trap_breakpoint_remove(uint64_t addr);
bool trap_breakpoint_at(uint64_t addr);

/*
 * Breakpoints and watchpoints of the CPU's; where those do not work, software
 * breakpoints, and for writing single steps instead of them.
 */
int trap_watch_add(struct vm *vm, const struct vm_watch *watch);
int trap_watch_remove(const struct vm_watch *watch);
const struct vm_watch *trap_watch(size_t i);

/* Whether some are watched by single steps, which nobody has asked for. */
bool trap_steps(void);

/* The one of these that has been written to since trap_arm(), or NULL. */
const struct vm_watch *trap_written(struct vm *vm);

/* After such a step, in which nothing was: makes the next one. */
int trap_step(struct vm *vm);

/* Forgets them all. */
void trap_clear(void);

/* Makes the guest stop at them, and after one instruction if that is asked. */
int trap_arm(struct vm *vm, bool step);
void trap_disarm(const struct vm *vm);

#endif /* SOLO5_HVT_GDB_TRAP_H */
