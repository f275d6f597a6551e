/* SPDX-License-Identifier: ISC */
/*
 * signals.c: SIGTERM and SIGINT, and where a machine outlives its process, what
 * else a terminal may send to end that.
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
#include <stddef.h>
#include <unistd.h>

#include "common/message.h"
#include "common/status.h"
#include "compiler.h"
#include "vm.h"

static const int fatal[] = { SIGINT, SIGTERM };

/* These stay ignored if they have been: see nohup(1). */
static const int fatal_too[] = { SIGHUP, SIGQUIT };

/* Messages are made on the stack and written by one call, without a lock. */
static void
handler(int sig)
{
	warnx("Exiting on signal %d", sig);
	if (vm_host.destroy != NULL)
		vm_host.destroy();
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
	struct sigaction action = { .sa_handler = handler };
	sigset_t set;
	size_t i;

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
