/* SPDX-License-Identifier: ISC */
/*
 * ring.c: the network ring, as far as it is about memory.
 *
 * The guest can change all that it shares at any time, from the view of the
 * thread that works here.  So an index of the guest's is read once and checked;
 * an entry is copied once, and only the copy counts; and what is ours is kept
 * elsewhere, the shared memory getting copies that are never read.
 */
#include <config.h>

#include "ring.h"

#include <unistd.h>

#include <solo5.h>

#include "compiler.h"
#include "loop.h"
#include "net.h"
#include "vm.h"

void
ring_init(struct ring *ring, struct hvt_net_ring *shared, int kick)
{
	*ring = (struct ring){
		.shared = shared, .kick = kick, .kicker = -1,
		.lock = PTHREAD_MUTEX_INITIALIZER,
	};
}

/* How many of its entries an index of the guest's says there are. */
static uint32_t
distance(uint32_t from, uint32_t to, const char *what)
{
	const uint32_t n = to - from;

	if (n > HVT_RING_SIZE)
		guest_fault("network ring with %u %s", (unsigned int)n, what);
	return n;
}

static uint32_t
entries(struct ring *ring)
{
	return distance(ring->ent_head, load_acquire(&ring->shared->ent_tail),
	    "entries");
}

static uint32_t
completions(struct ring *ring)
{
	return distance(load_acquire(&ring->shared->com_head), ring->com_tail,
	    "completions");
}

static void
complete(struct ring *ring, const struct hvt_ring_entry *e, int ret,
    uint64_t len)
{
	const uint32_t slot = ring->com_tail % HVT_RING_SIZE;

	/* The handle is that of a device if there is a frame. */
	ring->frame[slot] = ret == SOLO5_R_OK ? (uint8_t)e->handle : 0;
	ring->shared->com[slot] = (struct hvt_ring_completion){
		.id = e->id, .ret = ret,
		.len = ret == SOLO5_R_OK ? (uint32_t)len : 0,
	};
	store_release(&ring->shared->com_tail, ++ring->com_tail);
}

/*
 * Devices in *empty had no frame a moment ago: a guest may ask for many, and
 * need not cost a system call each.
 */
static void
do_read(const struct vm *vm, const struct hvt_ring_entry *e, uint64_t *empty)
{
	struct hvt_hc_net_read call = {
		.handle = e->handle, .data = e->data, .len = e->len
	};
	const uint64_t bit = e->handle < 64 ? (uint64_t)1 << e->handle : 0;

	if ((*empty & bit) != 0) {
		complete(vm->ring, e, SOLO5_R_AGAIN, 0);
		return;
	}
	call.ret = net_read(vm, &call);
	if (call.ret == SOLO5_R_AGAIN)
		*empty |= bit;
	complete(vm->ring, e, call.ret, call.len);
}

/* A write has no completion, and so nobody to tell that it was dropped. */
static void
do_write(const struct vm *vm, const struct hvt_ring_entry *e)
{
	const struct hvt_hc_net_write call = {
		.handle = e->handle, .data = e->data, .len = e->len
	};

	(void)net_write(vm, &call);
}

/* False if it cannot be done now. */
static bool
do_entry(const struct vm *vm, const struct hvt_ring_entry *e, uint64_t *empty)
{
	switch (e->operation) {
	case HVT_RING_OP_WRITE:
		do_write(vm, e);
		return true;
	case HVT_RING_OP_READ:
		if (completions(vm->ring) == HVT_RING_SIZE)
			return false;
		do_read(vm, e, empty);
		return true;
	}
	guest_fault("no such operation of the network ring: %u",
	    (unsigned int)e->operation);
}

/* What is submitted while it works is left for the next time. */
static bool
serve(const struct vm *vm)
{
	struct ring *ring = vm->ring;
	const volatile struct hvt_ring_entry *shared;
	struct hvt_ring_entry e;
	uint64_t empty = 0;
	uint32_t n;

	for (n = entries(ring); n > 0; n--) {
		shared = &ring->shared->ent[ring->ent_head % HVT_RING_SIZE];
		e = *shared;
		if (!do_entry(vm, &e, &empty))
			return true;
		store_release(&ring->shared->ent_head, ++ring->ent_head);
	}
	return false;
}

bool
ring_serve(const struct vm *vm)
{
	bool left;

	if (vm->ring == NULL)
		return false;
	(void)pthread_mutex_lock(&vm->ring->lock);
	left = serve(vm);
	(void)pthread_mutex_unlock(&vm->ring->lock);
	return left;
}

/* Whose frames are in completions that the guest has not taken yet. */
static uint64_t
waiting(struct ring *ring)
{
	const uint32_t n = completions(ring);
	uint64_t ready = 0;
	uint32_t i;

	for (i = 1; i <= n; i++)
		ready |= (uint64_t)1 <<
		    ring->frame[(ring->com_tail - i) % HVT_RING_SIZE];
	return ready & ~(uint64_t)1;
}

/* A pipe that is full has been written to. */
bool
ring_kick(const struct vm *vm)
{
	const uint64_t one = 1;

	if (vm->ring == NULL || vm->ring->kicker == -1)
		return false;
	if (write(vm->ring->kicker, &one, sizeof(one)) == -1)
		return true;
	return true;
}

uint64_t
ring_poll(const struct vm *vm)
{
	uint64_t ready;

	if (vm->ring == NULL)
		return 0;
	(void)pthread_mutex_lock(&vm->ring->lock);
	(void)serve(vm);
	ready = waiting(vm->ring);
	(void)pthread_mutex_unlock(&vm->ring->lock);
	return ready;
}

bool
ring_has_work(struct ring *ring)
{
	bool work;

	(void)pthread_mutex_lock(&ring->lock);
	work = entries(ring) > 0;
	(void)pthread_mutex_unlock(&ring->lock);
	return work;
}
