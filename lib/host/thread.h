/* SPDX-License-Identifier: ISC */
/*
 * thread.h: a second thread, where there can be one.
 */
#ifndef SOLO5_HOST_THREAD_H
#define SOLO5_HOST_THREAD_H

#include <stdbool.h>

/*
 * Whether thread_start() can be called: in a sandbox around the program its
 * system calls may be fatal.  Between attempt_begin() and attempt_end().
 */
bool thread_possible(void);

/*
 * Runs run(arg) in a thread that ends only with the program.  Signals go to
 * the thread that has called this.  Returns 0 or a negative errno.
 */
int thread_start(void *(*run)(void *), void *arg);

#endif /* SOLO5_HOST_THREAD_H */
