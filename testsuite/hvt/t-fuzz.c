/* SPDX-License-Identifier: ISC */
/*
 * t-fuzz.c: hypercalls with numbers, addresses and structures that mean harm,
 * and what is in the network ring at the time.
 *
 *	t-fuzz [CALLS [SEED]]
 *
 * Whatever a guest passes, it goes on or is ended by one message; what it
 * cannot write is not written, and its disk does not grow.  Under sanitizers
 * this also says that nothing else was accessed.
 */
#include <config.h>

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <solo5/hvt_abi.h>

#include "check.h"
#include "child.h"
#include "common/message.h"
#include "compiler.h"
#include "fake.h"
#include "hvt/loop.h"
#include "hvt/ring.h"
#include "prng.h"

#define CALLS		20000u
#define SEED		1u
#define PROGRAM		"solo5-hvt: guest: "
#define CAPACITY	(16u << 10)
#define END		FAKE_MEM_SIZE
#define MIB		(1u << 20)

/* Calls that a child makes before it halts, if it gets so far. */
#define CALLS_EACH	1000u

static struct vm *vm;
static struct ring ring;
static struct hvt_net_ring *ring_memory;
static int peer;
static struct child child;

/* Shared with the children. */
static struct progress {
	uint64_t state;
	uint64_t calls;
} *progress;

static uint64_t
below(uint64_t n)
{
	return prng_below(&progress->state, n);
}

/* Numbers at which something begins, ends, or wraps. */
static uint64_t
edge(void)
{
	static const uint64_t edges[] = {
		0, 512, 1024, 1514, 2048, 4096, CAPACITY, 0xffff, 0x10000,
		FAKE_TEXT, FAKE_RODATA, FAKE_DATA, FAKE_HEAP, END - 512,
		END - 4096, END, 1ull << 31, 1ull << 32, 1ull << 63,
		0ull - 4096, 0ull - 512, 0ull - FAKE_HEAP,
	};
	uint64_t n = edges[below(NELEM(edges))];

	switch (below(4)) {
	case 0:
		return n + below(17) - 8;
	case 1:
		return prng_next(&progress->state) >> below(64);
	}
	return n;
}

/* Mostly where a structure can be. */
static uint64_t
address(void)
{
	return below(16) == 0 ? edge() : FAKE_HEAP + below(END - FAKE_HEAP -
	    4096);
}

/* What would be right, so that not every call is refused at once. */
static uint64_t
plausible(size_t word)
{
	switch (word) {
	case 0:
		return 1 + below(2);
	case 1:
		return below(2) * 512;
	}
	return word == 2 ? FAKE_HEAP : 512 * below(4);
}

static void
fill(uint64_t nr, uint64_t addr)
{
	uint64_t word;
	size_t i;

	for (i = 0; i < 5 && addr <= END - 8 * (i + 1); i++) {
		word = below(3) == 0 ? edge() : plausible(i);
		/* A guest may sleep; this one has no time. */
		if (nr == HVT_HYPERCALL_POLL && i == 0)
			word = below(1000);
		/* It may also write to the console whatever it has. */
		if (nr == HVT_HYPERCALL_PUTS && i == 1 && below(2) == 0)
			word = below(64);
		if (addr >= FAKE_DATA)
			memcpy(vm->mem + addr + 8 * i, &word, sizeof(word));
	}
}

/* An index of the guest's: one more if there can be, or anything. */
static void
move(uint32_t *index, uint32_t limit)
{
	if (below(1000) == 0)
		*index = (uint32_t)edge();
	else if (*index != limit)
		++*index;
}

/* The ring, a little further on: entries of which most could be meant so. */
static void
stir(void)
{
	const uint32_t slot = ring_memory->ent_tail % HVT_RING_SIZE;
	struct hvt_ring_entry *e = &ring_memory->ent[slot];

	*e = (struct hvt_ring_entry){
		.operation = below(500) == 0 ? (uint32_t)edge() :
		    1 + (uint32_t)below(2),
		.handle = below(8) == 0 ? (uint32_t)edge() : FAKE_NET,
		.data = below(500) == 0 ? edge() : FAKE_HEAP + below(MIB),
		.len = below(8) == 0 ? (uint32_t)below(4096) : 1514,
		.id = (uint32_t)edge(), .reserved = edge(),
	};
	/* Frames for it; the socket is soon full. */
	(void)send(peer, e, sizeof(*e), MSG_DONTWAIT);
	move(&ring_memory->ent_tail, ring.ent_head + HVT_RING_SIZE);
	move(&ring_memory->com_head, ring.com_tail);
	if (below(100) == 0)
		ring_memory->ent_head = ring_memory->com_tail =
		    (uint32_t)edge();
}

static int
play(struct vm *v, struct vm_exit *e)
{
	uint64_t nr = 1 + below(7), entries;

	(void)v;
	if (below(200) == 0)
		nr = edge();
	if (progress->calls % CALLS_EACH == CALLS_EACH - 1)
		nr = HVT_HYPERCALL_HALT;
	progress->calls++;
	for (entries = below(8); entries > 0; entries--)
		stir();
	*e = (struct vm_exit){
		.kind = VM_EXIT_HYPERCALL, .call = { nr, address() }
	};
	if (e->call.arg < END)
		fill(nr, e->call.arg);
	/* The fuzzer's own way to wait for ever, were it left. */
	if (nr == HVT_HYPERCALL_POLL && (e->call.arg < FAKE_DATA ||
	    e->call.arg > END - sizeof(struct hvt_hc_poll)))
		e->call.nr = HVT_HYPERCALL_WALLTIME;
	return 0;
}

static void
run_loop(void *arg)
{
	const int null = open("/dev/null", O_WRONLY);

	(void)arg;
	message_init("solo5-hvt");
	memset(ring_memory, 0, sizeof(*ring_memory));
	ring_init(&ring, ring_memory, -1);
	vm->ring = &ring;
	if (null == -1 || dup2(null, STDOUT_FILENO) == -1)
		check_broken("/dev/null");
	exit(vm_loop(vm));
}

static void
check_end(void)
{
	const char *line = strchr(child.err, '\n');

	if (!CHECK_CASE(child.signal == 0, "signal %d after %" PRIu64
	    " calls: %s", child.signal, progress->calls, child.err))
		return;
	if (child.err_len == 0)
		return;
	CHECK_CASE(child.status == 1, "%d", child.status);
	CHECK_CASE(strncmp(child.err, PROGRAM, strlen(PROGRAM)) == 0 &&
	    line != NULL && line[1] == '\0', "%s", child.err);
}

/* Of the shared memory, what the guest cannot write is as it was: zero. */
static bool
untouched(void)
{
	size_t i;

	for (i = 0; i < FAKE_DATA; i++)
		if (vm->mem[i] != 0)
			return false;
	return true;
}

static void
attach(int *disk)
{
	int pair[2];
	FILE *f = tmpfile();

	if (f == NULL || ftruncate(fileno(f), CAPACITY) == -1 ||
	    socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair) == -1)
		check_broken("devices");
	*disk = fileno(f);
	fake_attach(FAKE_BLOCK, *disk, CAPACITY, 512);
	fake_attach(FAKE_NET, pair[0], 0, 0);
	peer = pair[1];
	ring_memory = child_share(sizeof(*ring_memory));
}

static void
share(void)
{
	progress = child_share(sizeof(*progress));
	if (mmap(vm->mem, FAKE_MEM_SIZE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		check_broken("mmap");
}

int
main(int argc, char **argv)
{
	const uint64_t calls = argc > 1 ? strtoull(argv[1], NULL, 0) : CALLS;
	struct stat sb;
	int disk;

	vm = fake_create();
	share();
	attach(&disk);
	progress->state = argc > 2 ? strtoull(argv[2], NULL, 0) : SEED;
	fake_run = play;
	while (progress->calls < calls) {
		child_run(&child, run_loop, NULL);
		check_end();
	}
	CHECK(untouched());
	CHECK(fstat(disk, &sb) == 0 && sb.st_size == CAPACITY);
	return check_status();
}
