/* SPDX-License-Identifier: ISC */
/*
 * thread_linux.c: what the C library's threads cost in system calls.  Those
 * that it has not made to start the program are tried here, with arguments
 * that the kernel refuses or that change nothing.
 */
#include <config.h>

#include "thread.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "attempt.h"

/* The same on every CPU, and younger than some systems' headers. */
#ifndef SYS_clone3
#define SYS_clone3	435
#endif

/* Messages are made on it.  Some CPUs want more. */
#define STACK_SIZE	(64l << 10)

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

/* The stack has a guard page, as every thread's. */
static int
start(void *(*run)(void *), void *arg)
{
	const long least = sysconf(_SC_THREAD_STACK_MIN);
	pthread_attr_t attr;
	pthread_t thread;
	int r;

	r = pthread_attr_init(&attr);
	if (r != 0)
		return -r;
	r = pthread_attr_setstacksize(&attr,
	    (size_t)(least > STACK_SIZE ? least : STACK_SIZE));
	if (r == 0)
		r = pthread_create(&thread, &attr, run, arg);
	(void)pthread_attr_destroy(&attr);
	return -r;
}

/* A new thread has the mask of the one that makes it. */
int
thread_start(void *(*run)(void *), void *arg)
{
	sigset_t all, before;
	int r;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	r = start(run, arg);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return r;
}
