/* SPDX-License-Identifier: ISC */
/*
 * rseq.h: restartable sequences, which the C library may have registered.
 */
#ifndef SOLO5_SPT_RSEQ_H
#define SOLO5_SPT_RSEQ_H

#include <stdbool.h>

/*
 * The C library has given the kernel an address of its own, to be written
 * whenever this thread is scheduled; see rseq(2).  A kernel that finds it
 * unmapped ends the process.  Takes that back, and returns whether no address
 * is registered now.
 */
bool rseq_unregister(void);

#endif /* SOLO5_SPT_RSEQ_H */
