/* SPDX-License-Identifier: ISC */
/*
 * bhyve-reaper.c: where a machine outlives the process that made it, and only
 * a name destroys it, a second process does that.
 */
#include <config.h>

#include "bhyve.h"

#include <sys/types.h>

#include <poll.h>
#include <string.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include "reaper.h"

/* Milliseconds that the tender waits for the machine to be destroyed. */
#define PATIENCE	2000

static const char *machine;

static void
destroy(void)
{
	(void)sysctlbyname("hw.vmm.destroy", NULL, NULL, machine,
	    strlen(machine));
}

int
bhyve_reaper_start(const char *name)
{
	static const struct reaper reaper = { .reap = destroy, .keep = -1 };
	const char *what;

	machine = name;
	return reaper_start(&reaper, &what);
}

/*
 * Not for ever: a thread may be in the guest, and the kernel wait for it.
 * Then the machine goes when the process has.
 */
void
bhyve_reaper_call(int fd)
{
	struct pollfd answer = { .fd = fd, .events = POLLIN };
	char byte = 1;

	if (write(fd, &byte, sizeof(byte)) == 1)
		(void)poll(&answer, 1, PATIENCE);
}
