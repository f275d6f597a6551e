/* SPDX-License-Identifier: ISC */
/*
 * signals.c: SIGTERM, SIGINT and SIGALRM, and where a machine outlives its
 * process, what else a terminal may send to end that.
 *
 * The handler ends the program itself, wherever it was: running the guest, in
 * a system call, or between two of them.  There is nothing to tidy up that
 * the kernel would not, but for a machine that outlives its process; and no
 * moment at which a signal could be missed, as there would be with a flag that
 * is looked at before something that waits.
 */
#include <config.h>

#include "signals.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/time.h>
#include <unistd.h>

#include "common/message.h"
#include "common/status.h"
#include "compiler.h"
#include "vm.h"

static const int fatal[] = { SIGALRM, SIGINT, SIGTERM };

/* How long a message may take that says so, in seconds. */
#define MESSAGE_TIME	1

/* Whether a timer can be set: not everywhere in a sandbox. */
static bool has_timer;

/* All is done but for the message. */
static volatile sig_atomic_t done;

/* These stay ignored if they have been: see nohup(1). */
static const int fatal_too[] = { SIGHUP, SIGQUIT };

static void
timer_set(time_t seconds, struct itimerval *before)
{
	const struct itimerval timer = { .it_value.tv_sec = seconds };

	(void)setitimer(ITIMER_REAL, &timer, before);
}

/*
 * Where setting a timer is not permitted it need not say so, but does not say
 * either what it was set to.  Who started the program may have set it.
 */
static void
timer_try(void)
{
	struct itimerval before = { .it_interval.tv_usec = -1 };

	timer_set(0, &before);
	has_timer = before.it_interval.tv_usec != -1;
	if (has_timer)
		(void)setitimer(ITIMER_REAL, &before, NULL);
}

/*
 * Messages are made on the stack and written by one call, without a lock.  A
 * pipe that is full, and that nobody reads, must not keep the program from
 * ending: then the timer's signal ends it, or whichever comes first.
 */
static void
handler(int sig)
{
	if (done)
		_exit(STATUS_FAILURE);
	if (vm_host.destroy != NULL)
		vm_host.destroy();
	done = 1;
	if (has_timer)
		timer_set(MESSAGE_TIME, NULL);
	warnx("Exiting on signal %d", sig);
	_exit(STATUS_FAILURE);
}

static void
catch_more(const struct sigaction *action)
{
	struct sigaction before;
	size_t i;

	for (i = 0; i < NELEM(fatal_too); i++)
		if (sigaction(fatal_too[i], NULL, &before) == 0 &&
		    before.sa_handler == SIG_DFL)
			(void)sigaction(fatal_too[i], action, NULL);
}

/*
 * They may have been blocked or ignored by who started the program; where a
 * sandbox does not let that be changed, it stays so.
 */
void
signals_init(void)
{
	struct sigaction action = {
		.sa_handler = handler, .sa_flags = SA_NODEFER
	};
	sigset_t set;
	size_t i;

	timer_try();
	(void)sigemptyset(&set);
	for (i = 0; i < NELEM(fatal); i++) {
		(void)sigaction(fatal[i], &action, NULL);
		(void)sigaddset(&set, fatal[i]);
	}
	(void)sigprocmask(SIG_UNBLOCK, &set, NULL);
	if (vm_host.destroy != NULL)
		catch_more(&action);
	/* A console that has gone away loses output, and no more. */
	(void)signal(SIGPIPE, SIG_IGN);
}
