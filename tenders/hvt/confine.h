/* SPDX-License-Identifier: ISC */
/*
 * confine.h: giving up what the tender has and the run loop does not need.
 */
#ifndef SOLO5_HVT_CONFINE_H
#define SOLO5_HVT_CONFINE_H

#include <stdbool.h>

struct debug_needs;
struct vm;

/*
 * Whether there can be a second thread that is confined as well.  Between
 * attempt_begin() and confine().
 */
bool confine_thread_possible(void);

/*
 * From here on only what loop.c needs can be done: run the guest, use its
 * devices, and write a message; and what the debugger needs, if that is not
 * NULL.  What is not permitted is fatal.  Starts the thread that serves the
 * network ring, which keeps no more rights.
 */
void confine(struct vm *vm, const struct debug_needs *needs);

/*
 * For that: closes all descriptors but those that are needed while the guest
 * runs, after vm_host.seal().
 */
void confine_close(struct vm *vm, const struct debug_needs *needs);

/*
 * At most so many are left: the host's, output and errors, set and timer,
 * kicks, the debugger's three, a device each entry.
 */
#define CONFINE_KEEP_MAX	(VM_KEEP_MAX + 9 + MFT_MAX_ENTRIES)

#endif /* SOLO5_HVT_CONFINE_H */
