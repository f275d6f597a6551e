/* SPDX-License-Identifier: ISC */
/*
 * loop.h: running the guest.
 */
#ifndef SOLO5_HVT_LOOP_H
#define SOLO5_HVT_LOOP_H

#include "compiler.h"

struct vm;
struct vm_exit;

/* Runs the guest until it ends, and returns its status. */
int vm_loop(struct vm *vm);

/*
 * The guest has called for what no guest may have: ends it with a message, and
 * not before a debugger has seen it, if it is the guest's own thread that
 * calls.
 */
NORETURN void guest_fault(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* For vm_cell.run(): the guest is to end, for what is said. */
void vm_exit_other(struct vm_exit *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif /* SOLO5_HVT_LOOP_H */
