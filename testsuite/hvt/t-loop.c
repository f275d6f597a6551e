/* SPDX-License-Identifier: ISC */
/*
 * t-loop.c: the real run loop and hypercalls, for guests that do everything
 * right and guests that do not.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <solo5.h>
#include <solo5/hvt_abi.h>

#include "check.h"
#include "child.h"
#include "common/message.h"
#include "compiler.h"
#include "fake.h"
#include "host/wait.h"
#include "hvt/loop.h"

#define PROGRAM		"solo5-hvt"
#define ARGS		(FAKE_HEAP + 0x1000)	/* structures */
#define DATA		(FAKE_HEAP + 0x2000)
#define END		FAKE_MEM_SIZE
#define CAPACITY	(16u << 10)
#define FRAME		(1500u + SOLO5_NET_HLEN)

static struct child child;
static struct vm *vm;
static struct vm_exit script[64];
static size_t script_len, script_next;

static int
play(struct vm *v, struct vm_exit *e)
{
	(void)v;
	if (script_next == script_len)
		return -EPIPE;
	*e = script[script_next++];
	return 0;
}

static void
add_call(uint64_t nr, uint64_t addr)
{
	script[script_len++] = (struct vm_exit){
		.kind = VM_EXIT_HYPERCALL, .call = { nr, addr }
	};
}

static void
run_loop(void *arg)
{
	(void)arg;
	message_init(PROGRAM);
	exit(vm_loop(vm));
}

/* Plays the script in a child; the guest's memory is shared with it. */
static void
run_script(void)
{
	script_next = 0;
	fake_run = play;
	child_run(&child, run_loop, NULL);
	script_len = 0;
}

static void *
share(void)
{
	void *p;

	p = mmap(vm->mem, FAKE_MEM_SIZE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	if (p == MAP_FAILED)
		check_broken("mmap");
	return p;
}

static void
put(uint64_t addr, const void *what, size_t size)
{
	memcpy(vm->mem + addr, what, size);
}

static void
halt(int32_t status)
{
	struct hvt_hc_halt a = { .exit_status = status };

	put(ARGS + 0x800, &a, sizeof(a));
	add_call(HVT_HYPERCALL_HALT, ARGS + 0x800);
}

static void
check_status_of(int32_t guest, int status)
{
	halt(guest);
	run_script();
	CHECK_CASE(child.status == status, "%" PRId32, guest);
	CHECK(child.out_len == 0 && child.err_len == 0);
}

static void
check_halt(void)
{
	check_status_of(0, 0);
	check_status_of(7, 7);
	check_status_of(255, 255);
	check_status_of(256, 0);
	check_status_of(300, 44);
	check_status_of(-1, 255);
	check_status_of(INT32_MIN, 0);
}

/* Text may be where the guest cannot write, and end where memory ends. */
static void
check_text(uint64_t addr, uint64_t len, bool granted)
{
	struct hvt_hc_puts a = { .data = addr, .len = len };

	put(ARGS, &a, sizeof(a));
	add_call(HVT_HYPERCALL_PUTS, ARGS);
	halt(3);
	if (granted)
		memset(vm->mem + addr, 'x', (size_t)len);
	run_script();
	if (!granted) {
		child_failed(&child, PROGRAM,
		    "guest: text outside of its memory");
		return;
	}
	CHECK(child.status == 3);
	CHECK_CASE(child.out_len == len, "%" PRIx64, addr);
}

static void
check_puts(void)
{
	check_text(DATA, 5, true);
	check_text(FAKE_RODATA, 5, true);
	check_text(FAKE_TEXT, 5, true);
	check_text(END - 5, 5, true);
	check_text(END - 5, 6, false);
	check_text(0x1000, 5, false);
	check_text(UINT64_MAX - 3, 5, false);
	check_text(DATA, UINT64_MAX, false);
}

static void
check_bad_call(uint64_t nr, uint64_t addr, const char *text)
{
	add_call(nr, addr);
	run_script();
	child_failed(&child, PROGRAM, text);
}

static void
check_bad_calls(void)
{
	check_bad_call(0, ARGS, "guest: no such hypercall: 0");
	check_bad_call(9, ARGS, "guest: no such hypercall: 9");
	check_bad_call(UINT64_MAX, ARGS, "guest: no such hypercall: *");
	check_bad_call(1, END - 7, "guest: hypercall 1 with a structure *");
	check_bad_call(1, FAKE_RODATA, "guest: hypercall 1 with *");
	check_bad_call(8, END - 8, "guest: hypercall 8 with *");
	check_bad_call(8, UINT64_MAX, "guest: hypercall 8 with *");
	check_bad_call(2, 0x2000, "guest: hypercall 2 with *");
}

static void
check_other_exits(void)
{
	struct vm_exit e = { .kind = VM_EXIT_FAULT, .pc = 0x100123,
	    .gpa = 0x5000000 };

	script[script_len++] = e;
	run_script();
	child_failed(&child, PROGRAM, "guest: host/guest translation fault: "
	    "rip=0x100123, address 0x5000000");
	e.gpa = VM_GPA_UNKNOWN;
	script[script_len++] = e;
	run_script();
	child_failed(&child, PROGRAM,
	    "guest: host/guest translation fault: rip=0x100123");
	e = (struct vm_exit){ .kind = VM_EXIT_OTHER, .text = "did a thing",
	    .advice = "do another" };
	script[script_len++] = e;
	run_script();
	child_failed(&child, PROGRAM, "guest: did a thing");
	child_failed(&child, PROGRAM, "do another");
	run_script();
	child_failed(&child, PROGRAM, "cannot run the guest: Broken pipe");
	e = (struct vm_exit){ .kind = VM_EXIT_INTERRUPTED };
	while (script_len < 50)
		script[script_len++] = e;
	halt(4);
	run_script();
	CHECK(child.status == 4);
}

/* One call, whose structure's result is at that offset. */
static int32_t
result_of(uint64_t nr, const void *args, size_t size, size_t offset)
{
	int32_t ret;

	put(ARGS, args, size);
	add_call(nr, ARGS);
	halt(0);
	run_script();
	CHECK_CASE(child.status == 0, "%s", child.err);
	memcpy(&ret, vm->mem + ARGS + offset, sizeof(ret));
	return ret;
}

static int32_t
block(uint64_t nr, uint64_t handle, uint64_t offset, uint64_t data,
    uint64_t len)
{
	const struct hvt_hc_block_read a = { handle, offset, data, len, -1 };

	return result_of(nr, &a, sizeof(a), offsetof(struct hvt_hc_block_read,
	    ret));
}

static void
check_block(void)
{
	static const struct {
		uint64_t handle;
		uint64_t offset;
		uint64_t len;
		int32_t ret;
	} cases[] = {
		{ FAKE_BLOCK, 0, 512, SOLO5_R_OK },
		{ FAKE_BLOCK, 0, CAPACITY, SOLO5_R_OK },
		{ FAKE_BLOCK, CAPACITY - 512, 512, SOLO5_R_OK },
		{ FAKE_BLOCK, CAPACITY, 0, SOLO5_R_OK },
		{ FAKE_BLOCK, CAPACITY, 512, SOLO5_R_EINVAL },
		{ FAKE_BLOCK, CAPACITY - 512, 1024, SOLO5_R_EINVAL },
		{ FAKE_BLOCK, 1, 512, SOLO5_R_EINVAL },
		{ FAKE_BLOCK, 0, 511, SOLO5_R_EINVAL },
		{ FAKE_BLOCK, 0, 1, SOLO5_R_EINVAL },
		{ FAKE_BLOCK, 0ull - 512, 512, SOLO5_R_EINVAL },
		{ FAKE_BLOCK, 512, 0ull - 512, SOLO5_R_EINVAL },
		{ FAKE_NET, 0, 512, SOLO5_R_EINVAL },
		{ 0, 0, 512, SOLO5_R_EINVAL },
		{ 3, 0, 512, SOLO5_R_EINVAL },
		{ 64, 0, 512, SOLO5_R_EINVAL },
		{ (1ull << 32) + FAKE_BLOCK, 0, 512, SOLO5_R_EINVAL },
		{ UINT64_MAX, 0, 512, SOLO5_R_EINVAL },
	};
	uint64_t nr;
	size_t i;

	for (nr = HVT_HYPERCALL_BLOCK_WRITE; nr <= HVT_HYPERCALL_BLOCK_READ;
	    nr++)
		for (i = 0; i < NELEM(cases); i++)
			CHECK_CASE(block(nr, cases[i].handle, cases[i].offset,
			    DATA, cases[i].len) == cases[i].ret,
			    "%" PRIu64 ": %zu", nr, i);
}

/* What is written is what is read; the same device, other memory. */
static void
check_block_data(void)
{
	size_t i;

	for (i = 0; i < 2048; i++)
		vm->mem[DATA + i] = (uint8_t)(i * 7 + i / 256);
	CHECK(block(4, FAKE_BLOCK, 1024, DATA, 2048) == SOLO5_R_OK);
	CHECK(block(5, FAKE_BLOCK, 1024, END - 2048, 2048) == SOLO5_R_OK);
	CHECK(memcmp(vm->mem + DATA, vm->mem + END - 2048, 2048) == 0);
}

static void
check_bad_memory(void)
{
	const struct hvt_hc_block_read into_text = {
		FAKE_BLOCK, 0, FAKE_TEXT, 512, -1
	};
	const struct hvt_hc_block_read behind = {
		FAKE_BLOCK, 0, END - 511, 512, -1
	};
	const struct hvt_hc_net_read frame = {
		FAKE_NET, END - FRAME + 1, FRAME, -1
	};

	put(ARGS, &into_text, sizeof(into_text));
	check_bad_call(5, ARGS, "guest: blocks outside of its memory");
	put(ARGS, &behind, sizeof(behind));
	check_bad_call(4, ARGS, "guest: blocks outside of its memory");
	put(ARGS, &frame, sizeof(frame));
	check_bad_call(7, ARGS, "guest: frame outside of its memory");
}

static int32_t
net(uint64_t nr, uint64_t handle, uint64_t len)
{
	const struct hvt_hc_net_read a = { handle, DATA, len, -1 };

	return result_of(nr, &a, sizeof(a), offsetof(struct hvt_hc_net_read,
	    ret));
}

static void
check_net(int peer)
{
	struct hvt_hc_net_read a;
	char frame[FRAME];

	CHECK(net(7, FAKE_NET, FRAME) == SOLO5_R_AGAIN);
	CHECK(net(7, FAKE_BLOCK, FRAME) == SOLO5_R_EINVAL);
	CHECK(net(6, FAKE_BLOCK, FRAME) == SOLO5_R_EINVAL);
	CHECK(net(6, FAKE_NET, FRAME + 1) == SOLO5_R_EINVAL);
	CHECK(net(6, FAKE_NET, UINT64_MAX) == SOLO5_R_EINVAL);
	memset(vm->mem + DATA, 'f', FRAME);
	CHECK(net(6, FAKE_NET, FRAME) == SOLO5_R_OK);
	CHECK(read(peer, frame, sizeof(frame)) == (ssize_t)FRAME);
	CHECK(frame[0] == 'f' && frame[FRAME - 1] == 'f');
	CHECK(write(peer, "frame", 5) == 5);
	CHECK(net(7, FAKE_NET, FRAME) == SOLO5_R_OK);
	memcpy(&a, vm->mem + ARGS, sizeof(a));
	CHECK(a.len == 5);
	CHECK(memcmp(vm->mem + DATA, "frame", 5) == 0);
}

/* Of a frame that is longer than the buffer the rest is lost. */
static void
check_short_buffer(int peer)
{
	struct hvt_hc_net_read a;

	memcpy(vm->mem + DATA, "12345", 5);
	CHECK(write(peer, "frame", 5) == 5);
	CHECK(net(7, FAKE_NET, 3) == SOLO5_R_OK);
	memcpy(&a, vm->mem + ARGS, sizeof(a));
	CHECK(a.len == 3);
	CHECK(memcmp(vm->mem + DATA, "fra45", 5) == 0);
	CHECK(net(7, FAKE_NET, FRAME) == SOLO5_R_AGAIN);
}

/* The guest sleeps, reads one frame, and sleeps: what is ready then. */
static uint64_t
ready_again(void)
{
	const struct hvt_hc_poll sleep = { 0, 0x5a, -1 };
	const struct hvt_hc_net_read receive = { FAKE_NET, DATA, FRAME, -1 };
	struct hvt_hc_poll poll;

	put(ARGS, &sleep, sizeof(sleep));
	put(ARGS + 0x100, &receive, sizeof(receive));
	put(ARGS + 0x200, &sleep, sizeof(sleep));
	add_call(HVT_HYPERCALL_POLL, ARGS);
	add_call(HVT_HYPERCALL_NET_READ, ARGS + 0x100);
	add_call(HVT_HYPERCALL_POLL, ARGS + 0x200);
	halt(0);
	run_script();
	memcpy(&poll, vm->mem + ARGS, sizeof(poll));
	CHECK(poll.ready_set == 1u << FAKE_NET);
	memcpy(&poll, vm->mem + ARGS + 0x200, sizeof(poll));
	return poll.ready_set;
}

/* One whose other side has gone away ends one sleep, and no more. */
static void
check_ended(void)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair) ==
	    -1 || wait_add(vm->wait, pair[0], FAKE_NET) < 0)
		check_broken("devices");
	fake_attach(FAKE_NET, pair[0], 0, 0);
	/* A frame of no length is no end, and a frame is not lost. */
	CHECK(send(pair[1], "", 0, 0) == 0 && send(pair[1], "x", 1, 0) == 1);
	CHECK(ready_again() == 1u << FAKE_NET);
	CHECK(send(pair[1], "y", 1, 0) == 1);
	(void)close(pair[1]);
	CHECK(ready_again() == 1u << FAKE_NET);
	CHECK(ready_again() == 1u << FAKE_NET);
	CHECK(ready_again() == 0);
	(void)close(pair[0]);
}

/* A pipe that is full, and empty some time later. */
static int console[2];

static void
run_full(void *arg)
{
	if (dup2(console[1], STDOUT_FILENO) == -1)
		exit(CHECK_HARD);
	run_loop(arg);
}

static pid_t
empty_later(void)
{
	const struct timespec delay = { .tv_nsec = 200000000 };
	static char all[1 << 20];
	const pid_t pid = fork();

	if (pid == 0) {
		(void)nanosleep(&delay, NULL);
		_exit(read(console[0], all, sizeof(all)) <= 0);
	}
	return pid;
}

/*
 * A frame that is there does not make the wait for a reader a busy one: what
 * waits gives up its CPU each time.
 */
static void
check_full_console(int peer)
{
	const struct hvt_hc_puts text = { DATA, 4 };
	struct rusage before, after;
	pid_t pid;

	if (pipe(console) == -1 ||
	    fcntl(console[1], F_SETFL, O_NONBLOCK) == -1 ||
	    write(peer, "frame", 5) != 5)
		check_broken("console");
	while (write(console[1], vm->mem + DATA, 4096) > 0)
		continue;
	put(ARGS, &text, sizeof(text));
	add_call(HVT_HYPERCALL_PUTS, ARGS);
	halt(0);
	(void)getrusage(RUSAGE_CHILDREN, &before);
	pid = empty_later();
	script_next = 0;
	fake_run = play;
	child_run(&child, run_full, NULL);
	script_len = 0;
	(void)getrusage(RUSAGE_CHILDREN, &after);
	CHECK(child.status == 0);
	CHECK_CASE(after.ru_nvcsw - before.ru_nvcsw >= 20, "%ld",
	    after.ru_nvcsw - before.ru_nvcsw);
	CHECK(pid != -1 && waitpid(pid, NULL, 0) == pid);
}

static void
attach(int *peer)
{
	int pair[2];
	FILE *f = tmpfile();

	if (f == NULL || ftruncate(fileno(f), CAPACITY) == -1 ||
	    socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair) == -1)
		check_broken("devices");
	if (wait_add(vm->wait, pair[0], FAKE_NET) < 0)
		check_broken("wait_add");
	fake_attach(FAKE_BLOCK, fileno(f), CAPACITY, 512);
	fake_attach(FAKE_NET, pair[0], 0, 0);
	*peer = pair[1];
}

int
main(void)
{
	int peer;

	vm = fake_create();
	(void)share();
	attach(&peer);
	check_halt();
	check_puts();
	check_bad_calls();
	check_other_exits();
	check_block();
	check_block_data();
	check_bad_memory();
	check_net(peer);
	check_short_buffer(peer);
	check_ended();
	check_full_console(peer);
	return check_status();
}
