/* SPDX-License-Identifier: ISC */
/*
 * ring.c: uses the network ring without the bindings, as those of others may,
 * or in ways that end it.  The command line says how, and how many frames it
 * is to send back:
 *
 *	writes N	the ring to send, and calls to receive
 *	waits N		the ring for both, waiting for each entry to be done
 *	ahead N		asks for many frames in advance
 *	entries, completions, operation, inside, manifest
 *			do something that no guest may
 */
#include "guestlib.h"

#include <solo5/hvt_abi.h>

#include "cpu.h"

#define HANDLE		1u
#define FRAME		1514u
#define BUFFERS		32u
#define SECOND		1000000000ull

static volatile struct hvt_boot_info *const boot =
    (volatile struct hvt_boot_info *)(uintptr_t)HVT_BOOT_INFO_BASE;
static volatile struct hvt_net_ring *ring;
static uint32_t tail, head;
static uint8_t buffer[BUFFERS][2048];
static uint32_t length[BUFFERS];

static void
submit(uint32_t operation, uint32_t n, uint32_t len)
{
	const struct hvt_ring_entry e = {
		.operation = operation, .handle = HANDLE,
		.data = (uintptr_t)buffer[n], .len = len, .id = n,
	};

	ring->ent[tail++ % HVT_RING_SIZE] = e;
	__atomic_store_n(&ring->ent_tail, tail, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&ring->needs_kick, __ATOMIC_SEQ_CST) != 0)
		cpu_ring_kick();
}

static void
await_entries(void)
{
	while (__atomic_load_n(&ring->ent_head, __ATOMIC_ACQUIRE) != tail)
		continue;
}

/* The next completion, if there is one: its buffer, and whether a frame. */
static bool
completion(uint32_t *n, bool *got)
{
	const volatile struct hvt_ring_completion *c =
	    &ring->com[head % HVT_RING_SIZE];

	if (__atomic_load_n(&ring->com_tail, __ATOMIC_ACQUIRE) == head)
		return false;
	*n = c->id;
	*got = c->ret == SOLO5_R_OK;
	CHECK(*got || c->ret == SOLO5_R_AGAIN);
	length[*n] = c->len;
	__atomic_store_n(&ring->com_head, ++head, __ATOMIC_RELEASE);
	return true;
}

/* Until there is a frame, or a long time has passed. */
static void
poll(void)
{
	static volatile struct hvt_hc_poll call;

	call.timeout_nsecs = 20 * SECOND;
	cpu_hypercall(HVT_HYPERCALL_POLL, (uintptr_t)&call);
	CHECK(call.ret == 0 || (call.ret == 1 &&
	    call.ready_set == 1ull << HANDLE));
}

static bool
read_by_call(uint32_t n)
{
	static volatile struct hvt_hc_net_read call;

	call.handle = HANDLE;
	call.data = (uintptr_t)buffer[n];
	call.len = FRAME;
	cpu_hypercall(HVT_HYPERCALL_NET_READ, (uintptr_t)&call);
	length[n] = (uint32_t)call.len;
	return call.ret == SOLO5_R_OK;
}

static bool
read_by_ring(uint32_t n)
{
	uint32_t id;
	bool got;

	submit(HVT_RING_OP_READ, n, FRAME);
	while (!completion(&id, &got))
		continue;
	CHECK(id == n);
	return got;
}

/* Others' frames are not counted. */
static uint64_t
echo(uint32_t n)
{
	if (buffer[n][12] != 0x88 || buffer[n][13] != 0xb5)
		return 0;
	submit(HVT_RING_OP_WRITE, n, length[n]);
	return 1;
}

static void
one_by_one(uint64_t frames, bool (*read)(uint32_t))
{
	uint64_t done = 0;
	uint32_t n = 0;

	while (done < frames) {
		if (tail - ring->ent_head >= BUFFERS || read == read_by_ring)
			await_entries();
		if (!read(n)) {
			poll();
			continue;
		}
		done += echo(n);
		n = (n + 1) % BUFFERS;
	}
}

/*
 * What was not there is asked for again after the wait for it.  A buffer is
 * free for the next frame when the one in it has been sent.
 */
static void
ahead(uint64_t frames)
{
	uint32_t n, under_way = 0;
	uint64_t done = 0;
	bool got;

	while (done < frames) {
		for (n = 0; under_way == 0 && n < BUFFERS; n++)
			submit(HVT_RING_OP_READ, n, FRAME);
		if (under_way == 0)
			under_way = BUFFERS;
		if (!completion(&n, &got)) {
			poll();
			continue;
		}
		under_way--;
		if (got)
			done += echo(n);
		if (under_way == 0) {
			await_entries();
			if (!got && done < frames)
				poll();
		}
	}
}

static void
do_wrong(const char *what)
{
	if (text_equal(what, "entries"))
		ring->ent_tail = HVT_RING_SIZE + 1;
	else if (text_equal(what, "completions"))
		ring->com_head = 1;
	else if (text_equal(what, "operation"))
		submit(3, 0, FRAME);
	else if (text_equal(what, "inside")) {
		ring->ent[0].operation = HVT_RING_OP_READ;
		ring->ent[0].handle = HANDLE;
		ring->ent[0].data = boot->net_ring;
		ring->ent[0].len = FRAME;
		ring->ent_tail = 1;
	} else if (text_equal(what, "manifest"))
		*(volatile uint32_t *)(uintptr_t)boot->mft = 1;
	else
		FAIL("no such word");
	poll();
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	const char *line = info->cmdline;
	char what[16];

	CHECK(next_word(&line, what, sizeof(what)));
	CHECK((boot->host_features & HVT_FEATURE_RING_IO) != 0);
	CHECK(boot->net_ring == boot->mem_size);
	CHECK(boot->mem_size % (2u << 20) == 0);
	boot->guest_features = HVT_FEATURE_RING_IO;
	ring = (volatile struct hvt_net_ring *)(uintptr_t)boot->net_ring;
	if (text_equal(what, "writes"))
		one_by_one(next_number(&line), read_by_call);
	else if (text_equal(what, "waits"))
		one_by_one(next_number(&line), read_by_ring);
	else if (text_equal(what, "ahead"))
		ahead(next_number(&line));
	else
		do_wrong(what);
	return success();
}
