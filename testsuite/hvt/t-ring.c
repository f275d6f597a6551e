/* SPDX-License-Identifier: ISC */
/*
 * t-ring.c: what the network ring does for guests that know how to use it, and
 * for guests that do what they like with it.
 */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <solo5.h>
#include <solo5/hvt_abi.h>

#include "check.h"
#include "child.h"
#include "common/message.h"
#include "compiler.h"
#include "fake.h"
#include "hvt/loop.h"
#include "hvt/ring.h"

#define PROGRAM		"solo5-hvt"
#define ARGS		(FAKE_HEAP + 0x1000)
#define DATA		(FAKE_HEAP + 0x2000)
#define END		FAKE_MEM_SIZE
#define FRAME		(1500u + SOLO5_NET_HLEN)

static struct vm *vm;
static struct ring ring;
static struct hvt_net_ring *shared;
static struct child child;
static int peer;		/* the other end of the device */

/* Behind the ring a page that cannot be accessed. */
static struct hvt_net_ring *
ring_memory(void)
{
	const size_t size = (sizeof(*shared) + VM_PAGE_SIZE - 1) &
	    ~(size_t)(VM_PAGE_SIZE - 1);
	uint8_t *p;

	p = mmap(NULL, size + VM_PAGE_SIZE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED || mprotect(p + size, VM_PAGE_SIZE, PROT_NONE) ==
	    -1)
		check_broken("mmap");
	return (struct hvt_net_ring *)(p + size - sizeof(*shared));
}

/* A new ring whose indices begin at a number, and a device without frames. */
static void
begin(uint32_t index)
{
	static int device = -1;
	int pair[2];

	if (device != -1) {
		(void)close(device);
		(void)close(peer);
	}
	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair) == -1)
		check_broken("socketpair");
	device = pair[0];
	peer = pair[1];
	fake_attach(FAKE_NET, device, 0, 0);
	memset(shared, 0, sizeof(*shared));
	ring_init(&ring, shared, -1);
	ring.ent_head = ring.com_tail = index;
	shared->ent_head = shared->ent_tail = index;
	shared->com_head = shared->com_tail = index;
	vm->ring = &ring;
}

static void
submit(uint32_t operation, uint32_t handle, uint64_t data, uint32_t len)
{
	shared->ent[shared->ent_tail % HVT_RING_SIZE] =
	    (struct hvt_ring_entry){
		.operation = operation, .handle = handle, .data = data,
		.len = len, .id = shared->ent_tail,
	};
	shared->ent_tail++;
}

static void
submit_write(uint64_t data, uint32_t len)
{
	submit(HVT_RING_OP_WRITE, FAKE_NET, data, len);
}

static void
submit_read(uint64_t data, uint32_t len)
{
	submit(HVT_RING_OP_READ, FAKE_NET, data, len);
}

/* The next completion is this. */
static bool
completed(uint32_t id, int32_t ret, uint32_t len)
{
	const struct hvt_ring_completion *c =
	    &shared->com[shared->com_head % HVT_RING_SIZE];

	if (shared->com_head == shared->com_tail)
		return false;
	shared->com_head++;
	return c->id == id && c->ret == ret && c->len == len &&
	    c->reserved == 0;
}

/* The next frame outside is of this length, and all of its bytes are byte. */
static bool
arrived(size_t len, uint8_t byte)
{
	uint8_t frame[4096];
	ssize_t n = read(peer, frame, sizeof(frame));
	size_t i;

	if (n == -1 || (size_t)n != len)
		return false;
	for (i = 0; i < len; i++)
		if (frame[i] != byte)
			return false;
	return true;
}

static bool
nothing_arrived(void)
{
	char byte;

	return read(peer, &byte, 1) == -1 && errno == EAGAIN;
}

static void
send_in(size_t len, uint8_t byte)
{
	uint8_t frame[4096];

	memset(frame, byte, len);
	if (write(peer, frame, len) != (ssize_t)len)
		check_broken("write");
}

static const uint32_t starts[] = {
	0, 1, HVT_RING_SIZE - 1, 0x7fffffff, 0x80000000, 0u - HVT_RING_SIZE,
	0u - 5, UINT32_MAX
};

static void
test_write(void)
{
	memset(vm->mem + DATA, 7, 60);
	memset(vm->mem + DATA + 4096, 8, FRAME);
	submit_write(DATA, 60);
	submit_write(DATA + 4096, FRAME);
	CHECK(nothing_arrived());
	CHECK(!ring_serve(vm));
	CHECK(arrived(60, 7) && arrived(FRAME, 8) && nothing_arrived());
	CHECK(shared->ent_head == shared->ent_tail);
	CHECK(shared->com_head == shared->com_tail);
	/* What is done is not done again. */
	CHECK(!ring_serve(vm) && nothing_arrived());
}

static void
test_read(void)
{
	const uint32_t id = shared->ent_tail;

	send_in(60, 3);
	send_in(100, 4);
	submit_read(DATA, FRAME);
	submit_read(DATA + 4096, FRAME);
	submit_read(DATA + 8192, FRAME);
	submit_read(DATA + 8192, FRAME);
	memset(vm->mem + DATA + 8192, 9, FRAME);
	CHECK(ring_poll(vm) == 1u << FAKE_NET);
	CHECK(shared->ent_head == shared->ent_tail);
	CHECK(completed(id, SOLO5_R_OK, 60) && vm->mem[DATA + 59] == 3);
	CHECK(ring_poll(vm) == 1u << FAKE_NET);
	CHECK(completed(id + 1, SOLO5_R_OK, 100));
	CHECK(vm->mem[DATA + 4096] == 4 && vm->mem[DATA + 4096 + 99] == 4);
	/* Those without a frame are no reason to wake up for. */
	CHECK(ring_poll(vm) == 0);
	CHECK(completed(id + 2, SOLO5_R_AGAIN, 0));
	CHECK(completed(id + 3, SOLO5_R_AGAIN, 0));
	CHECK(vm->mem[DATA + 8192] == 9);
	CHECK(shared->com_head == shared->com_tail);
}

/* As many as there is room for, several times around. */
static void
test_full(void)
{
	uint32_t i, round, first;

	for (round = 0; round < 3; round++) {
		first = shared->ent_tail;
		for (i = 0; i < HVT_RING_SIZE; i++)
			submit_read(DATA, FRAME);
		CHECK(!ring_serve(vm));
		for (i = 0; i < HVT_RING_SIZE; i++)
			if (!completed(first + i, SOLO5_R_AGAIN, 0))
				break;
		CHECK_CASE(i == HVT_RING_SIZE, "round %u: %u", round, i);
	}
}

/* A guest that takes no completions gets no more, and loses nothing. */
static void
test_no_room(void)
{
	const uint32_t first = shared->ent_tail;
	uint32_t i;

	for (i = 0; i < HVT_RING_SIZE; i++)
		submit_read(DATA, FRAME);
	CHECK(!ring_serve(vm));
	send_in(77, 1);
	submit_read(DATA, FRAME);
	memset(vm->mem + DATA + 4096, 2, 60);
	submit_write(DATA + 4096, 60);
	CHECK(ring_serve(vm) && ring_serve(vm) && nothing_arrived());
	CHECK(shared->ent_head == first + HVT_RING_SIZE);
	CHECK(ring_has_work(&ring));
	CHECK(completed(first, SOLO5_R_AGAIN, 0));
	CHECK(!ring_serve(vm) && arrived(60, 2) && !ring_has_work(&ring));
	CHECK(ring_poll(vm) == 1u << FAKE_NET);
	for (i = 1; i < HVT_RING_SIZE; i++)
		shared->com_head++;
	CHECK(completed(first + HVT_RING_SIZE, SOLO5_R_OK, 77));
	CHECK(ring_poll(vm) == 0);
}

/* The host's indices are for the guest to read. */
static void
test_scribble(void)
{
	const uint32_t id = shared->ent_tail;

	send_in(60, 5);
	submit_read(DATA, FRAME);
	shared->ent_head = id - 77;
	shared->com_tail = id + 12345;
	shared->needs_kick = 0xffffffff;
	CHECK(!ring_serve(vm));
	CHECK(shared->ent_head == id + 1 &&
	    shared->com_tail == shared->com_head + 1);
	CHECK(completed(id, SOLO5_R_OK, 60));
}

/* What would be refused as a hypercall is refused here. */
static void
test_refused(void)
{
	static const uint32_t handles[] = {
		0, FAKE_BLOCK, 3, 63, 64, 255, 256 + FAKE_NET, 1u << 31,
		UINT32_MAX
	};
	uint32_t id;
	size_t i;

	for (i = 0; i < NELEM(handles); i++) {
		id = shared->ent_tail;
		submit(HVT_RING_OP_WRITE, handles[i], DATA, 60);
		submit(HVT_RING_OP_READ, handles[i], DATA, FRAME);
		CHECK_CASE(ring_poll(vm) == 0 && completed(id + 1,
		    SOLO5_R_EINVAL, 0), "%u", handles[i]);
	}
	id = shared->ent_tail;
	send_in(60, 1);
	submit_write(DATA, FRAME + 1);
	submit_write(DATA, UINT32_MAX);
	submit_read(DATA, FRAME + 1);
	CHECK(!ring_serve(vm) && nothing_arrived());
	CHECK(completed(id + 2, SOLO5_R_OK, 60));
	/* Of a frame that is longer the rest is lost. */
	id = shared->ent_tail;
	send_in(60, 1);
	submit_read(DATA, 59);
	submit_read(DATA, 59);
	CHECK(!ring_serve(vm));
	CHECK(completed(id, SOLO5_R_OK, 59));
	CHECK(completed(id + 1, SOLO5_R_AGAIN, 0));
	/* The last bytes of memory are memory. */
	submit_write(END - 60, 60);
	submit_write(FAKE_RODATA, 60);
	CHECK(!ring_serve(vm) && arrived(60, 0) && arrived(60, 0));
}

/* A device that does not work is one without frames. */
static void
test_broken_device(void)
{
	const uint32_t id = shared->ent_tail;

	fake_attach(FAKE_NET, -1, 0, 0);
	submit_write(DATA, 60);
	submit_read(DATA, FRAME);
	CHECK(ring_poll(vm) == 0 && completed(id + 1, SOLO5_R_AGAIN, 0));
}

static const struct {
	const char *name;
	void (*test)(void);
} tests[] = {
	{ "write", test_write }, { "read", test_read }, { "full", test_full },
	{ "no room", test_no_room }, { "scribble", test_scribble },
	{ "refused", test_refused }, { "broken device", test_broken_device },
};

static void
serve(void *arg)
{
	(void)arg;
	message_init(PROGRAM);
	(void)ring_poll(vm);
	(void)ring_has_work(&ring);
	exit(0);
}

static void
check_ends(const char *text)
{
	child_run(&child, serve, NULL);
	CHECK_CASE(child_failed(&child, PROGRAM, text), "%s: %s", text,
	    child.err);
	begin(0);
}

/* These end the guest, by a message. */
static void
test_hostile(void)
{
	static const struct {
		uint32_t operation;
		uint64_t data;
		uint32_t len;
	} outside[] = {
		{ HVT_RING_OP_WRITE, END, 1 },
		{ HVT_RING_OP_WRITE, END - 59, 60 },
		{ HVT_RING_OP_WRITE, 0, 60 },
		{ HVT_RING_OP_WRITE, HVT_BOOT_INFO_BASE - 1, 60 },
		{ HVT_RING_OP_WRITE, 0ull - 60, 60 },
		{ HVT_RING_OP_WRITE, 0ull - 1, 60 },
		{ HVT_RING_OP_WRITE, 1ull << 32, 60 },
		{ HVT_RING_OP_READ, END, FRAME },
		{ HVT_RING_OP_READ, END - FRAME + 1, FRAME },
		{ HVT_RING_OP_READ, DATA, UINT32_MAX },
		{ HVT_RING_OP_READ, 0ull - FRAME + 1, FRAME },
		{ HVT_RING_OP_READ, FAKE_RODATA, FRAME },
		{ HVT_RING_OP_READ, FAKE_TEXT, FRAME },
		{ HVT_RING_OP_READ, FAKE_DATA - 1, FRAME },
		{ HVT_RING_OP_READ, HVT_BOOT_INFO_BASE, FRAME },
	};
	static const uint32_t operations[] = { 0, 3, 1u << 31, UINT32_MAX };
	size_t i;

	begin(0);
	for (i = 0; i < NELEM(outside); i++) {
		submit(outside[i].operation, FAKE_NET, outside[i].data,
		    outside[i].len);
		check_ends("guest: frame outside of its memory");
	}
	for (i = 0; i < NELEM(operations); i++) {
		submit(operations[i], FAKE_NET, DATA, 60);
		check_ends("guest: no such operation of the network ring: *");
	}
	shared->ent_tail = HVT_RING_SIZE + 1;
	check_ends("guest: network ring with 1025 entries");
	shared->ent_tail = UINT32_MAX;
	check_ends("guest: network ring with 4294967295 entries");
	shared->com_head = 1;
	check_ends("guest: network ring with 4294967295 completions");
	shared->com_head = 0u - HVT_RING_SIZE - 1;
	check_ends("guest: network ring with 1025 completions");
}

/* The calls of a script, each with the structure at ARGS. */
static uint64_t calls[8];
static size_t ncalls;

static int
play(struct vm *v, struct vm_exit *e)
{
	static size_t next;

	(void)v;
	if (next == ncalls)
		return -EPIPE;
	*e = (struct vm_exit){
		.kind = VM_EXIT_HYPERCALL, .call = { calls[next++], ARGS }
	};
	return 0;
}

static void
run_loop(void *arg)
{
	(void)arg;
	message_init(PROGRAM);
	exit(vm_loop(vm));
}

static void
run_calls(const void *args, size_t size, uint64_t first)
{
	memcpy(vm->mem + ARGS, args, size);
	calls[0] = first;
	calls[1] = HVT_HYPERCALL_HALT;
	ncalls = first == HVT_HYPERCALL_HALT ? 1 : 2;
	fake_run = play;
	child_run(&child, run_loop, NULL);
}

/* What is in the ring comes before what is asked for by a call. */
static void
test_order(void)
{
	const struct hvt_hc_net_write call_write = {
		.handle = FAKE_NET, .data = DATA + 4096, .len = 61
	};
	const struct hvt_hc_net_read call_read = {
		.handle = FAKE_NET, .data = DATA + 4096, .len = FRAME
	};
	const struct hvt_hc_poll poll = { .timeout_nsecs = UINT64_MAX };
	const struct hvt_hc_halt halt = { .cookie = 0, .exit_status = 9 };

	begin(0);
	memset(vm->mem + DATA, 1, 60);
	memset(vm->mem + DATA + 4096, 2, 61);
	submit_write(DATA, 60);
	run_calls(&call_write, sizeof(call_write), HVT_HYPERCALL_NET_WRITE);
	CHECK(arrived(60, 1) && arrived(61, 2) && nothing_arrived());

	begin(0);
	send_in(60, 1);
	send_in(61, 2);
	submit_read(DATA, FRAME);
	run_calls(&call_read, sizeof(call_read), HVT_HYPERCALL_NET_READ);
	CHECK(completed(0, SOLO5_R_OK, 60) && vm->mem[DATA] == 1);
	CHECK(vm->mem[DATA + 4096] == 2);

	/* Nobody waits for a frame that is in the ring. */
	begin(0);
	send_in(60, 1);
	submit_read(DATA, FRAME);
	run_calls(&poll, sizeof(poll), HVT_HYPERCALL_POLL);
	CHECK_CASE(child.signal == 0, "%d", child.signal);
	CHECK(((struct hvt_hc_poll *)(vm->mem + ARGS))->ready_set ==
	    1u << FAKE_NET);
	CHECK(((struct hvt_hc_poll *)(vm->mem + ARGS))->ret == 1);

	/* The last words are heard. */
	begin(0);
	memset(vm->mem + DATA, 6, 60);
	submit_write(DATA, 60);
	run_calls(&halt, sizeof(halt), HVT_HYPERCALL_HALT);
	CHECK(child.status == 9 && arrived(60, 6) && nothing_arrived());
}

/* Children write to the guest's memory, too. */
static void
share_memory(void)
{
	if (mmap(vm->mem, FAKE_MEM_SIZE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		check_broken("mmap");
}

int
main(void)
{
	size_t i, k;

	vm = fake_create();
	share_memory();
	shared = ring_memory();
	for (i = 0; i < NELEM(tests); i++)
		for (k = 0; k < NELEM(starts); k++) {
			begin(starts[k]);
			tests[i].test();
		}
	test_hostile();
	shared = child_share(sizeof(*shared));
	test_order();
	return check_status();
}
