/* SPDX-License-Identifier: ISC */
/*
 * t-ring-thread.c: who gets a network ring, and the thread that serves it.
 * The main thread here is the guest, and the one that runs the guest.
 */
#include <config.h>

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <solo5.h>
#include <solo5/hvt_abi.h>

#include "check.h"
#include "child.h"
#include "common/message.h"
#include "compiler.h"
#include "fake.h"
#include "host/attempt.h"
#include "host/thread.h"
#include "hvt/confine.h"
#include "hvt/ring.h"
#include "prng.h"

#define PROGRAM		"solo5-hvt"
#define MIB		(1ull << 20)
#define MEM_SIZE	(8 * MIB)
#define DATA		(2 * MIB)
#define FRAME		(1500u + SOLO5_NET_HLEN)
#define ROUNDS		3000u
#define RACES		20000u
#define GARBAGE		20000u
#define PATIENCE	10		/* seconds */

static struct vm *vm;
static struct child child;
static bool possible = true;

/* The seam to what is not under test. */
bool
confine_thread_possible(void)
{
	return possible;
}

/* A guest with much memory, and nothing in it. */
static void
make_guest(uint64_t mem_size, bool exec_heap)
{
	static uint8_t *mem;

	if (mem == NULL)
		mem = mmap(NULL, MEM_SIZE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (mem == MAP_FAILED)
		check_broken("mmap");
	memset(mem, 0, MEM_SIZE);
	vm = fake_create();
	vm->mem = mem;
	vm->mem_size = mem_size;
	vm_layout(vm, NULL, 0, exec_heap);
	fake_kick = eventfd(0, EFD_CLOEXEC);
	if (fake_kick == -1)
		check_broken("eventfd");
}

static bool
is_range(size_t i, uint64_t start, uint64_t end, unsigned int prot)
{
	return i < vm->nranges && vm->range[i].start == start &&
	    vm->range[i].end == end && vm->range[i].prot == prot;
}

static void
test_none(void)
{
	make_guest(2 * MIB, false);
	ring_open(vm);
	CHECK(vm->ring == NULL && vm->mem_size == 2 * MIB);
	make_guest(4 * MIB, false);
	ring_open(vm);
	CHECK(vm->ring == NULL && vm->mem_size == 4 * MIB &&
	    vm->nranges == 2);
	make_guest(8 * MIB, false);
	possible = false;
	ring_open(vm);
	possible = true;
	CHECK(vm->ring == NULL);
	fake_kick = -ENOSYS;
	ring_open(vm);
	CHECK(vm->ring == NULL && vm->mem_size == 8 * MIB);
	/* Half of the heap is still less than there was. */
	vm->kernel_end = 4 * MIB + 1;
	ring_open(vm);
	CHECK(vm->ring == NULL && vm->mem_size == 8 * MIB);
}

static void
test_layout(void)
{
	const uint64_t end = 4 * MIB;

	make_guest(6 * MIB, false);
	ring_open(vm);
	CHECK(vm->ring != NULL && vm->mem_size == end);
	CHECK(vm->ring->shared == (void *)(vm->mem + end));
	CHECK(vm->ring->shared->needs_kick == 1);
	CHECK(vm->nranges == 3);
	CHECK(is_range(0, 0x10000, 0x11000, VM_R | VM_W));
	CHECK(is_range(1, 0x11000, 0x100000, VM_R));
	CHECK(is_range(2, 0x100000, 6 * MIB, VM_R | VM_W));
	/* It is not memory for calls. */
	CHECK(vm_mem(vm, end - 1, 1, VM_R | VM_W) == vm->mem + end - 1);
	CHECK(vm_mem(vm, end - 1, 2, VM_R) == NULL);
	CHECK(vm_mem(vm, end, 1, VM_R) == NULL);
	CHECK(vm_mem(vm, 6 * MIB - 1, 1, VM_R) == NULL);
	CHECK(vm_mem(vm, 0, 5 * MIB, VM_R) == NULL);
	/* The host lets the guest write to it. */
	fake_ngiven = 0;
	CHECK(vm_give(vm) == 0 && fake_ngiven == 1 &&
	    fake_given[0].start == 0 && fake_given[0].end == 6 * MIB);

	make_guest(6 * MIB, true);
	ring_open(vm);
	CHECK(vm->nranges == 4);
	CHECK(is_range(2, 0x100000, end, VM_R | VM_W | VM_X));
	CHECK(is_range(3, end, 6 * MIB, VM_R | VM_W));
}

static void
submit(uint32_t operation, uint64_t data, uint32_t len)
{
	struct hvt_net_ring *shared = vm->ring->shared;
	const uint32_t tail = shared->ent_tail;

	shared->ent[tail % HVT_RING_SIZE] = (struct hvt_ring_entry){
		.operation = operation, .handle = FAKE_NET, .data = data,
		.len = len, .id = tail,
	};
	store_release(&shared->ent_tail, tail + 1);
}

static unsigned int
kick_if_needed(void)
{
	const uint64_t one = 1;

	full_barrier();
	if (load_acquire(&vm->ring->shared->needs_kick) == 0)
		return 0;
	if (write(fake_kick, &one, sizeof(one)) == -1)
		check_broken("kick");
	return 1;
}

/* Whether all is done before long, without any further kick. */
static bool
await_done(void)
{
	struct hvt_net_ring *shared = vm->ring->shared;
	const time_t limit = time(NULL) + PATIENCE;

	while (load_acquire(&shared->ent_head) != shared->ent_tail)
		if (time(NULL) > limit)
			return false;
	return true;
}

static void
start(int *peer)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair) == -1)
		check_broken("socketpair");
	make_guest(MEM_SIZE, false);
	fake_attach(FAKE_NET, pair[0], 0, 0);
	ring_open(vm);
	if (vm->ring == NULL)
		check_broken("no ring");
	ring_start(vm, NULL);
	*peer = pair[1];
}

/* Some at a time, now and then a call in between. */
static void
write_frames(uint32_t n, uint64_t *state)
{
	uint64_t data;
	uint32_t i;

	for (i = 0; i < n; i++) {
		data = DATA + 64 * (vm->ring->shared->ent_tail %
		    HVT_RING_SIZE);
		memcpy(vm->mem + data, &vm->ring->shared->ent_tail, 4);
		submit(HVT_RING_OP_WRITE, data, 60);
		(void)kick_if_needed();
		if (prng_below(state, 50) == 0)
			(void)ring_poll(vm);
	}
}

/* They are there, each once, in their order. */
static bool
came(int peer, uint32_t first, uint32_t n)
{
	uint32_t frame[16], i;

	for (i = 0; i < n; i++)
		if (read(peer, frame, sizeof(frame)) != 60 ||
		    frame[0] != first + i)
			return false;
	return read(peer, frame, sizeof(frame)) == -1;
}

/* Frames arrive, whoever has done them. */
static void
run_writes(void *arg)
{
	uint64_t state = 1;
	uint32_t i, n, first;
	int peer;

	(void)arg;
	start(&peer);
	for (i = 0; i < ROUNDS; i++) {
		first = vm->ring->shared->ent_tail;
		/* A socket takes few frames. */
		n = 1 + (uint32_t)prng_below(&state, 8);
		write_frames(n, &state);
		if (!CHECK_CASE(await_done(), "round %u", i) ||
		    !CHECK_CASE(came(peer, first, n), "round %u", i))
			break;
	}
	exit(check_status());
}

/*
 * Whatever the moment at which the thread goes to sleep, it does not while
 * there is something to do: here that comes while it is about to.
 */
static void
run_race(void *arg)
{
	unsigned int kicks = 0;
	uint64_t state = 1;
	volatile uint64_t delay;
	uint32_t i;
	int peer;

	(void)arg;
	start(&peer);
	for (i = 0; i < RACES; i++) {
		submit(HVT_RING_OP_WRITE, DATA, 60);
		kicks += kick_if_needed();
		while (load_acquire(&vm->ring->shared->needs_kick) != 0 &&
		    load_acquire(&vm->ring->shared->ent_head) !=
		    vm->ring->shared->ent_tail)
			continue;
		for (delay = prng_below(&state, 1000); delay > 0; delay--)
			continue;
		submit(HVT_RING_OP_WRITE, DATA, 60);
		kicks += kick_if_needed();
		if (!CHECK_CASE(await_done(), "round %u", i))
			break;
	}
	CHECK(kicks >= 1 && kicks <= 2 * RACES);
	exit(check_status());
}

static double
cpu_seconds(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* The thread does not use the CPU while it cannot do anything. */
static void
run_idle(void *arg)
{
	unsigned int kicks = 0;
	double before;
	uint32_t i;
	int peer;

	(void)arg;
	start(&peer);
	for (i = 0; i < HVT_RING_SIZE; i++)
		submit(HVT_RING_OP_READ, DATA, FRAME);
	for (i = 0; i < 3; i++) {
		kicks += kick_if_needed();
		CHECK(await_done());
	}
	CHECK(kicks >= 1);
	/* Of completions there is no room for more. */
	submit(HVT_RING_OP_READ, DATA, FRAME);
	(void)kick_if_needed();
	before = cpu_seconds();
	(void)usleep(400000);
	CHECK_CASE(cpu_seconds() - before < 0.04, "%f s",
	    cpu_seconds() - before);
	CHECK(load_acquire(&vm->ring->shared->ent_head) == HVT_RING_SIZE);
	store_release(&vm->ring->shared->com_head, 1u);
	(void)ring_serve(vm);
	CHECK(await_done());
	exit(check_status());
}

static void
run_hostile(void *arg)
{
	int peer;

	(void)arg;
	message_init(PROGRAM);
	start(&peer);
	submit(HVT_RING_OP_WRITE, MEM_SIZE - 2 * MIB, 60);
	(void)kick_if_needed();
	(void)pause();
}

/* A second virtual CPU could not do it faster: all changes under its eyes. */
static void
run_garbage(void *arg)
{
	volatile uint32_t *word;
	uint64_t state = *(const uint64_t *)arg;
	const size_t words = sizeof(struct hvt_net_ring) / 4;
	uint32_t i;
	int peer;

	message_init(PROGRAM);
	start(&peer);
	word = (volatile uint32_t *)vm->ring->shared;
	for (i = 0; i < GARBAGE; i++) {
		submit(1 + (uint32_t)prng_below(&state, 2),
		    DATA + prng_below(&state, MIB), FRAME);
		store_release(&vm->ring->shared->com_head,
		    load_acquire(&vm->ring->shared->com_tail));
		(void)kick_if_needed();
		/* Of entries and completions, and of indices at times. */
		if (prng_below(&state, 4) == 0)
			word[32 + prng_below(&state, words - 32)] ^= 1u <<
			    prng_below(&state, 32);
		if (prng_below(&state, 2000) == 0)
			word[prng_below(&state, 20)] =
			    (uint32_t)prng_next(&state);
		if (prng_below(&state, 100) == 0)
			(void)ring_poll(vm);
	}
	exit(0);
}

static void
test_garbage(uint64_t seed)
{
	child_run(&child, run_garbage, &seed);
	if (!CHECK_CASE(child.signal == 0 && child.status <= 1,
	    "seed %" PRIu64 ": signal %d, status %d: %s", seed, child.signal,
	    child.status, child.err))
		return;
	if (child.status == 1)
		CHECK_CASE(strncmp(child.err, PROGRAM ": guest: ",
		    strlen(PROGRAM ": guest: ")) == 0, "seed %" PRIu64 ": %s",
		    seed, child.err);
	else
		CHECK_CASE(child.err_len == 0, "%s", child.err);
}

static void
check_child(const char *name, void (*run)(void *))
{
	child_run(&child, run, NULL);
	CHECK_CASE(child.signal == 0 && child.status == 0, "%s: signal %d, "
	    "status %d: %s%s", name, child.signal, child.status, child.out,
	    child.err);
}

int
main(void)
{
	uint64_t seed;

	test_none();
	test_layout();
	attempt_begin();
	if (!thread_possible())
		check_skip("threads");
	check_child("writes", run_writes);
	check_child("race", run_race);
	check_child("idle", run_idle);
	child_run(&child, run_hostile, NULL);
	CHECK_CASE(child_failed(&child, PROGRAM,
	    "guest: frame outside of its memory"), "%s", child.err);
	for (seed = 1; seed <= 20; seed++)
		test_garbage(seed);
	/* Last, as it stays so. */
	CHECK(ring_refuse(NULL));
	make_guest(MEM_SIZE, false);
	ring_open(vm);
	CHECK(vm->ring == NULL);
	return check_status();
}
