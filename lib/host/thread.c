/* SPDX-License-Identifier: ISC */
/*
 * thread.c: POSIX threads, which every system here has.  Whether a thread is
 * permitted is each system's own.
 */
#include <config.h>

#include "thread.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

/* Messages are made on it.  Some CPUs want more. */
#define STACK_SIZE	(64l << 10)

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
