/* SPDX-License-Identifier: ISC */
/*
 * bhyve-confine.c: giving up, on FreeBSD; see capsicum(4).
 *
 *	descriptor		what can still be done with it
 *	output, errors		write
 *	the machine		run its CPU, read a register
 *	what ends the machine	be closed; or write to, read, and wait for
 *	the set to wait by	wait
 *	a network device	read, write
 *	a block device		read and write at an offset
 *	kicks			read; the other end, write
 *	no other		is open
 *
 * And then capability mode: no name of a file, a process, an address or
 * a sysctl can be used any more.  For dumps there is one directory, in which
 * files can be made.
 *
 * A kernel may be without all that.  So it is warned.
 */
#include <config.h>

#include "bhyve-dev.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/capsicum.h>
#include <sys/ioccom.h>
#include <sys/procctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <solo5/mft_abi.h>

#include "bhyve.h"
#include "common/message.h"
#include "compiler.h"
#include "host/thread.h"
#include "host/wait.h"
#include "hvt/confine.h"
#include "hvt/debug.h"
#include "hvt/ring.h"
#include "hvt/vm.h"

/* Of the machine, for all guests; and at most so many more to debug one. */
static const cap_ioctl_t requests[] = { VM_RUN, VM_GET_REGISTER };
#define REQUESTS_MAX	8

static bool missing;

static void
limit(int fd, const cap_rights_t *rights)
{
	if (cap_rights_limit(fd, rights) == 0)
		return;
	if (errno != ENOSYS)
		die("cannot limit what a descriptor is good for");
	missing = true;
}

static void
limit_requests(int fd, const struct debug_needs *needs)
{
	cap_ioctl_t allowed[NELEM(requests) + REQUESTS_MAX];
	cap_rights_t rights;
	size_t i, n = 0;

	for (i = 0; i < NELEM(requests); i++)
		allowed[n++] = requests[i];
	for (i = 0; needs != NULL && needs->requests[i] != 0 &&
	    i < REQUESTS_MAX; i++)
		allowed[n++] = needs->requests[i];
	limit(fd, cap_rights_init(&rights, CAP_IOCTL));
	if (cap_ioctls_limit(fd, allowed, n) == -1 && errno != ENOSYS)
		die("cannot limit what a descriptor is good for");
}

static void
limit_devices(const struct mft *mft)
{
	cap_rights_t net, block;
	uint32_t i;

	/* With the last, one that has gone away is waited for no more. */
	(void)cap_rights_init(&net, CAP_READ, CAP_WRITE, CAP_EVENT);
	(void)cap_rights_init(&block, CAP_PREAD, CAP_PWRITE);
	for (i = 1; i < mft->entries; i++)
		limit(mft->e[i].b.hostfd, mft->e[i].type ==
		    MFT_DEV_NET_BASIC ? &net : &block);
}

/* A device can be at their numbers, and then has more rights. */
static void
limit_output(const struct mft *mft)
{
	cap_rights_t rights;
	bool out = false, err = false;
	uint32_t i;

	for (i = 1; i < mft->entries; i++) {
		out |= mft->e[i].b.hostfd == STDOUT_FILENO;
		err |= mft->e[i].b.hostfd == STDERR_FILENO;
	}
	(void)cap_rights_init(&rights, CAP_WRITE);
	if (!out)
		limit(STDOUT_FILENO, &rights);
	if (!err)
		limit(STDERR_FILENO, &rights);
}

static void
limit_ring(const struct ring *ring)
{
	cap_rights_t rights;

	limit(ring->kick, cap_rights_init(&rights, CAP_READ));
	if (ring->kicker != -1)
		limit(ring->kicker, cap_rights_init(&rights, CAP_WRITE));
}

/* The number that a dump's descriptor gets is a copy of the directory's. */
static void
limit_debug(const struct debug_needs *needs)
{
	cap_rights_t rights;

	if (needs->dir == -1)
		return;
	limit(needs->dir, cap_rights_init(&rights, CAP_LOOKUP, CAP_CREATE,
	    CAP_PWRITE, CAP_FTRUNCATE, CAP_UNLINKAT, CAP_RENAMEAT_SOURCE,
	    CAP_RENAMEAT_TARGET));
	limit(needs->core, cap_rights_init(&rights));
}

static void
limit_all(const struct vm *vm, const struct debug_needs *needs)
{
	cap_rights_t rights;

	limit_requests(vm->state->fd, needs);
	(void)cap_rights_init(&rights);
	if (vm->state->reaped)
		(void)cap_rights_set(&rights, CAP_READ, CAP_WRITE, CAP_EVENT);
	limit(vm->state->control, &rights);
	limit_output(vm->mft);
	limit(vm->wait->set, cap_rights_init(&rights, CAP_KQUEUE_EVENT,
	    CAP_KQUEUE_CHANGE));
	limit_devices(vm->mft);
	if (vm->ring != NULL)
		limit_ring(vm->ring);
	if (needs != NULL)
		limit_debug(needs);
}

/* Else what is not permitted would only fail. */
static void
trap_violations(void)
{
	int on = PROC_TRAPCAP_CTL_ENABLE;

	(void)procctl(P_PID, getpid(), PROC_TRAPCAP_CTL, &on);
}

bool
confine_thread_possible(void)
{
	return thread_possible();
}

void
confine(struct vm *vm, const struct debug_needs *needs)
{
	confine_close(vm, needs);
	limit_all(vm, needs);
	ring_start(vm, NULL);
	trap_violations();
	if (cap_enter() == -1) {
		if (errno != ENOSYS)
			die("cannot enter capability mode");
		missing = true;
	}
	if (missing)
		warnx("WARNING: this kernel has no capability mode: a guest "
		    "that takes over this program is not confined");
}
