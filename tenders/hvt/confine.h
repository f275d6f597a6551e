/* SPDX-License-Identifier: ISC */
/*
 * confine.h: giving up what the tender has and the run loop does not need.
 */
#ifndef SOLO5_HVT_CONFINE_H
#define SOLO5_HVT_CONFINE_H

struct vm;

/*
 * From here on only what loop.c needs can be done: run the guest, use its
 * devices, and write a message.  What is not permitted is fatal.
 */
void confine(struct vm *vm);

#endif /* SOLO5_HVT_CONFINE_H */
