/* SPDX-License-Identifier: ISC */
/*
 * loop.h: running the guest.
 */
#ifndef SOLO5_HVT_LOOP_H
#define SOLO5_HVT_LOOP_H

struct vm;

/* Runs the guest until it ends, and returns its status. */
int vm_loop(struct vm *vm);

#endif /* SOLO5_HVT_LOOP_H */
