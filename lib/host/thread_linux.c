/* SPDX-License-Identifier: ISC */
/*
 * thread_linux.c: what the C library's threads cost in system calls.  Those
 * that it has not made to start the program are tried here, with arguments
 * that the kernel refuses or that change nothing.
 */
#include <config.h>

#include "thread.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "attempt.h"

/* The same on every CPU, and younger than some systems' headers. */
#ifndef SYS_clone3
#define SYS_clone3	435
#endif

/*
 * Where there is no clone3, before Linux 5.3 or by the word of a sandbox that
 * says so, the C library uses clone.  No thread shares nothing.
 */
static bool
can_clone(void)
{
	const long r = attempt(SYS_clone3, 0, 0, 0, 0, 0);

	if (r == -EINVAL)
		return true;
	if (r != -ENOSYS || attempt_refused())
		return false;
	return attempt(SYS_clone, CLONE_THREAD, 0, 0, 0, 0) == -EINVAL;
}

bool
thread_possible(void)
{
	return can_clone() && attempt(SYS_rt_sigprocmask, SIG_BLOCK, 0, 0,
	    sizeof(unsigned long), 0) == 0;
}
