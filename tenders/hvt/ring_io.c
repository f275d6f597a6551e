/* SPDX-License-Identifier: ISC */
/*
 * ring_io.c: the thread that serves the network ring, so that a guest that has
 * submitted frames can go on.
 *
 * It sleeps until the guest kicks.  The hypervisor turns a kick into something
 * to read from a descriptor, without the thread that runs the guest.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stddef.h>
#include <unistd.h>

#include "common/message.h"
#include "compiler.h"
#include "confine.h"
#include "host/thread.h"
#include "ring.h"
#include "vm.h"

static struct ring net_ring;
static int kicker = -1;
static bool refused;

/* What the thread does first, and that it has. */
static void (*run_first)(const struct vm *);
static sem_t ready;

bool
ring_refuse(const char *value)
{
	(void)value;
	refused = true;
	return true;
}

/* Only the writing end never blocks. */
int
ring_pipe(struct vm *vm)
{
	int fd[2];

	(void)vm;
	if (pipe(fd) == -1)
		return -errno;
	if (fcntl(fd[0], F_SETFD, FD_CLOEXEC) == -1 ||
	    fcntl(fd[1], F_SETFD, FD_CLOEXEC) == -1 ||
	    fcntl(fd[1], F_SETFL, O_NONBLOCK) == -1) {
		(void)close(fd[0]);
		(void)close(fd[1]);
		return -EBADF;
	}
	kicker = fd[1];
	return fd[0];
}

void
ring_open(struct vm *vm)
{
	int kick;

	if (refused || vm_host.kick_fd == NULL || !vm_ring_fits(vm) ||
	    !confine_thread_possible())
		return;
	kick = vm_host.kick_fd(vm);
	if (kick < 0)
		return;
	vm_ring_take(vm);
	ring_init(&net_ring, (struct hvt_net_ring *)(vm->mem + vm->mem_size),
	    kick);
	net_ring.kicker = kicker;
	/* The guest may be first. */
	store_release(&net_ring.shared->needs_kick, 1u);
	vm->ring = &net_ring;
}

/* A guest that never lets it sleep has its own CPU as busy. */
static void
work(const struct vm *vm)
{
	struct ring *ring = vm->ring;
	bool left;

	do {
		store_release(&ring->shared->needs_kick, 0u);
		left = ring_serve(vm);
		store_release(&ring->shared->needs_kick, 1u);
		/*
		 * The guest publishes an entry and then reads needs_kick, with
		 * a barrier between as here: one of the two sees the other.
		 */
		full_barrier();
	} while (!left && ring_has_work(ring));
}

static void *
run(void *arg)
{
	const struct vm *vm = arg;
	uint64_t kicks;
	ssize_t n;

	if (run_first != NULL)
		run_first(vm);
	(void)sem_post(&ready);
	for (;;) {
		n = read(vm->ring->kick, &kicks, sizeof(kicks));
		if (n > 0)
			work(vm);
		else if (n == 0 || errno != EINTR)
			die("cannot wait for the guest's frames");
	}
	return NULL;
}

void
ring_start(struct vm *vm, void (*first)(const struct vm *))
{
	int r;

	if (vm->ring == NULL)
		return;
	run_first = first;
	(void)sem_init(&ready, 0, 0);
	r = thread_start(run, vm);
	if (r < 0) {
		errno = -r;
		warn("cannot start a thread");
		diex("guests do without with --no-net-ring");
	}
	while (sem_wait(&ready) == -1)
		continue;
}
