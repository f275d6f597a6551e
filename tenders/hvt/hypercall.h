/* SPDX-License-Identifier: ISC */
/*
 * hypercall.h: what the guest asks for.
 */
#ifndef SOLO5_HVT_HYPERCALL_H
#define SOLO5_HVT_HYPERCALL_H

#include <stdbool.h>
#include <stdint.h>

struct vm;

/*
 * Executes a hypercall, whose structure is at guest address addr.  Returns
 * true if the guest has ended, and then its status.  A guest that asks for
 * what no guest may ask for is ended with a message.
 */
bool hypercall(struct vm *vm, uint64_t nr, uint64_t addr, int *status);

#endif /* SOLO5_HVT_HYPERCALL_H */
