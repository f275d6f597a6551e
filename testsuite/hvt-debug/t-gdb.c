/* SPDX-License-Identifier: ISC */
/*
 * t-gdb.c: gdb's protocol, spoken with a machine that is none.  All that the
 * debugger says is in the socket before it is listened to, so that the test
 * needs no second process.
 */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "check.h"
#include "compiler.h"
#include "hvt/cpu/x86_64.h"
#include "hvt/gdb-link.h"
#include "hvt/gdb-trap.h"
#include "hvt/gdb.h"
#include "hvt/vm_debug.h"

#define MEM_SIZE	(4u << 20)
#define TEXT		0x100000u
#define HEAP		0x102000u
#define ROUNDS		20000	/* unless the command line says */

static struct cpu_regs regs;
static struct vm_traps traps;
static bool kicked;
static struct vm vm;
static int ours, theirs;

/* The machine. */

static int
fake_get_regs(struct vm *v, struct cpu_regs *r)
{
	(void)v;
	*r = regs;
	return 0;
}

static int
fake_set_regs(struct vm *v, const struct cpu_regs *r)
{
	(void)v;
	regs = *r;
	return 0;
}

static int
fake_set_traps(struct vm *v, const struct vm_traps *t)
{
	size_t i;

	(void)v;
	for (i = 0; i < t->nwatches; i++)
		if (t->watch[i].kind == VM_WATCH_READ)
			return -EINVAL;
	traps = *t;
	return 0;
}

static enum vm_stop
fake_cause(struct vm *v, size_t *watch)
{
	(void)v;
	*watch = 0;
	return traps.nwatches > 0 ? VM_STOP_WATCH : traps.step ?
	    VM_STOP_STEP : VM_STOP_TRAP;
}

static void
fake_kick(struct vm *v)
{
	(void)v;
	kicked = true;
}

static void
fake_unkick(struct vm *v)
{
	(void)v;
	kicked = false;
}

const struct vm_debug vm_debug = {
	.cpu = &cpu_debug_x86_64,
	.get_regs = fake_get_regs,
	.set_regs = fake_set_regs,
	.set_traps = fake_set_traps,
	.cause = fake_cause,
	.kick = fake_kick,
	.unkick = fake_unkick,
};

const struct vm_host vm_host = { .name = "fake" };
const struct vm_cell vm_cell = { .cpu = &cpu_x86_64 };

/* Text is read-only in this process, as it is in the tender. */
static void
machine_make(void)
{
	void *p;

	p = mmap(NULL, MEM_SIZE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		check_broken("mmap");
	vm.mem = p;
	vm.mem_size = MEM_SIZE;
	vm.host_page = VM_PAGE_SIZE;
	vm.range[0] = (struct vm_range){ TEXT, HEAP, VM_X };
	vm.range[1] = (struct vm_range){ HEAP, MEM_SIZE, VM_R | VM_W };
	vm.nranges = 2;
	memset(vm.mem + TEXT, 0x90, HEAP - TEXT);
	if (mprotect(vm.mem + TEXT, HEAP - TEXT, PROT_READ) == -1)
		check_broken("mprotect");
}

static void
attach(void)
{
	int fd[2], size = 1 << 20;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == -1)
		check_broken("socketpair");
	(void)setsockopt(fd[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	(void)setsockopt(fd[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	ours = fd[1];
	theirs = fd[0];
	gdb_attach(&vm, theirs);
}

/* In one piece, since each takes the room of many bytes. */
static void
say_parts(struct iovec *parts, size_t n)
{
	struct msghdr msg = { .msg_iov = parts, .msg_iovlen = n };
	size_t len = 0;

	for (size_t i = 0; i < n; i++)
		len += parts[i].iov_len;
	if (sendmsg(ours, &msg, MSG_DONTWAIT) != (ssize_t)len)
		check_broken("sendmsg");
}

static void
say(const char *p, size_t len)
{
	struct iovec part = { (void *)(uintptr_t)p, len };

	say_parts(&part, 1);
}

static void
say_packet(const char *p, size_t len)
{
	char begin[] = "$", trailer[8];
	struct iovec parts[] = {
		{ begin, 1 }, { (void *)(uintptr_t)p, len }, { trailer, 3 }
	};
	unsigned char sum = 0;
	size_t i;

	for (i = 0; i < len; i++)
		sum = (unsigned char)(sum + (unsigned char)p[i]);
	(void)snprintf(trailer, sizeof(trailer), "#%02x", sum);
	say_parts(parts, 3);
}

/* All that has been answered so far, as text. */
static char heard[1 << 20];

static void
hear(void)
{
	ssize_t n;
	size_t len = 0;

	while ((n = recv(ours, heard + len, sizeof(heard) - 1 - len,
	    MSG_DONTWAIT)) > 0)
		len += (size_t)n;
	heard[len] = '\0';
}

/* Leaves the mode in which each packet is acknowledged. */
static void
attach_without_acks(void)
{
	attach();
	say_packet("QStartNoAckMode", 15);
	say("+", 1);
	say_packet("c", 1);
	gdb_stop(GDB_SIGTRAP, NULL);
	hear();
	CHECK(strcmp(heard, "+$OK#9a") == 0);
}

/* What is left is to be let go: the guest has the debugger no more. */
static void
hang_up(void)
{
	(void)close(ours);
	if (gdb_attached())
		gdb_interrupted();
	CHECK(!gdb_attached());
}

/* A packet, and its answer; this is in stops, so the first is a "T05". */
static bool
answers(const char *packet, size_t len, const char *answer)
{
	char want[2048];
	unsigned char sum = 0;
	const char *p;

	say_packet(packet, len);
	say_packet("c", 1);
	gdb_stop(GDB_SIGTRAP, NULL);
	hear();
	for (p = answer; *p != '\0'; p++)
		sum = (unsigned char)(sum + (unsigned char)*p);
	(void)snprintf(want, sizeof(want), "$T05thread:1;#d7$%s#%02x", answer,
	    sum);
	if (strcmp(heard, want) == 0)
		return true;
	fprintf(stderr, "%s\n got %.200s\nwant %.200s\n", packet, heard, want);
	return false;
}

static const struct {
	const char *packet;
	const char *answer;
} dialogue[] = {
	{ "?", "T05thread:1;" },
	{ "", "" },
	{ "!", "" },
	{ "R00", "" },
	{ "qC", "QC1" },
	{ "qAttached", "1" },
	{ "qfThreadInfo", "m1" },
	{ "qsThreadInfo", "l" },
	{ "qOffsets", "" },
	{ "Hg0", "OK" },
	{ "T1", "OK" },
	{ "vCont?", "vCont;c;C;s;S" },
	{ "vMustReplyEmpty", "" },
	{ "vCont;", "" },
	/* Memory: at its borders, beside it, and past the end of numbers. */
	{ "m100000,4", "90909090" },
	{ "mfffff,1", "E0e" },
	{ "m101ffe,4", "90900000" },
	{ "m3ffffe,8", "0000" },
	{ "m400000,1", "E0e" },
	{ "mffffffffffffffff,2", "E0e" },
	{ "m0,ffffffffffffffff", "E0e" },
	{ "m10000000000000000,1", "E16" },
	{ "m100000,0", "" },
	{ "m", "E16" },
	{ "m100000", "E16" },
	{ "m100000,", "E16" },
	{ "mx,1", "E16" },
	{ "M102000,2:abCD", "OK" },
	{ "m102000,2", "abcd" },
	{ "M100002,1:cc", "OK" },
	{ "m100000,4", "9090cc90" },
	{ "M100002,1:90", "OK" },
	{ "M101fff,2:1122", "OK" },
	{ "m101fff,2", "1122" },
	{ "M3fffff,2:1122", "E0e" },
	{ "m3fffff,1", "00" },
	{ "M102000,3:abc", "E16" },
	{ "M102000,ffffffffffffffff:00", "E16" },
	{ "M102000,1", "E16" },
	{ "M102000,1:zz", "E16" },
	{ "X102000,0:", "OK" },
	{ "X102000,2:AB", "OK" },
	{ "m102000,2", "4142" },
	{ "X102000,3:}\x03}]C", "OK" },
	{ "m102000,3", "237d43" },
	{ "X102000,2:A", "E16" },
	{ "X102000,1:}", "E16" },
	{ "X102000,ffffffffffffffff:A", "E16" },
	/* Registers: 0 is rax, 16 rip, 24 st0, 56 mxcsr, 58 gs_base. */
	{ "P0=efcdab8967452301", "OK" },
	{ "p0", "efcdab8967452301" },
	{ "P18=0102030405060708090a", "OK" },
	{ "p18", "0102030405060708090a" },
	{ "P37=000102030405060708090a0b0c0d0e0f", "OK" },
	{ "p37", "000102030405060708090a0b0c0d0e0f" },
	{ "p3a", "0000000000000000" },
	{ "p39", "0000000000000000" },
	{ "p3b", "E16" },
	{ "pffffffffffffffff", "E16" },
	{ "p", "E16" },
	{ "P0", "E16" },
	{ "P0=", "E16" },
	{ "P0=12", "E16" },
	{ "P3b=00", "E16" },
	{ "G00", "E16" },
	{ "p0", "efcdab8967452301" },
	/* Breakpoints. */
	{ "Z0,100010,1", "OK" },
	{ "Z0,100010,1", "OK" },
	{ "m100010,1", "90" },
	{ "z0,100010,1", "OK" },
	{ "z0,100010,1", "OK" },
	{ "Z0,ffffffffffffffff,1", "E0e" },
	{ "Z0,400000,1", "E0e" },
	{ "Z3,102000,4", "E16" },
	{ "Z5,102000,4", "" },
	{ "Zffffffffffffffff,102000,4", "" },
	{ "Z", "" },
	{ "Z0", "" },
	{ "Z2,102000,4", "OK" },
	{ "Z2,102000,4", "OK" },
	{ "Z2,102004,4", "OK" },
	{ "Z2,102008,4", "OK" },
	{ "Z2,10200c,4", "OK" },
	{ "Z2,102010,4", "E1c" },
	{ "z2,102000,4", "OK" },
	{ "z2,102004,4", "OK" },
	{ "z2,102008,4", "OK" },
	{ "z2,10200c,4", "OK" },
	/* The description of the CPU. */
	{ "qXfer:features:read:target.xml:0,5", "m<?xml" },
	{ "qXfer:features:read:target.xml:ffffffff,5", "l" },
	{ "qXfer:features:read:target.xml:0,", "E16" },
	{ "qXfer:features:read:other.xml:0,5", "" },
	{ "qXfer:memory-map:read::0,5", "" },
};

static void
test_dialogue(void)
{
	size_t i;

	attach_without_acks();
	for (i = 0; i < NELEM(dialogue); i++)
		CHECK_CASE(answers(dialogue[i].packet,
		    strlen(dialogue[i].packet), dialogue[i].answer), "%s",
		    dialogue[i].packet);
	hang_up();
}

static void
test_acknowledged(void)
{
	attach();
	say("garbage\x03$qC#00", 13);	/* its sum is b4 */
	say("+$qC#b4-++", 10);		/* once more, and well */
	say_packet("c", 1);
	gdb_stop(GDB_SIGTRAP, NULL);
	hear();
	CHECK(strcmp(heard, "-+$QC1#c5$QC1#c5+") == 0);
	hang_up();
}

static void
test_too_long(void)
{
	static char big[GDB_PACKET_MAX + 2];

	attach_without_acks();
	memset(big, 'm', sizeof(big));
	say_packet(big, sizeof(big));
	CHECK(answers("qC", 2, "QC1"));
	memset(big, '0', sizeof(big));
	memcpy(big, "X102000,1000:", 13);
	CHECK(answers(big, 13 + 0x1000, "OK"));
	CHECK(vm.mem[0x102fff] == '0');
	hang_up();
}

static void
test_breakpoint(void)
{
	attach_without_acks();
	CHECK(answers("Z0,100020,1", 11, "OK"));
	/* The guest runs now, and comes there. */
	CHECK(vm.mem[0x100020] == 0xf4);
	CHECK(traps.breakpoints && !traps.step);
	regs.x86.rip = 0x100021;
	say_packet("s", 1);
	CHECK(!gdb_failed(0x100020));
	CHECK(gdb_failed(0x100021));
	CHECK(regs.x86.rip == 0x100020);
	hear();
	CHECK(strcmp(heard, "$T05thread:1;swbreak:;#3b") == 0);
	CHECK(traps.step);
	/* It is not there while the guest is stopped. */
	say_packet("m100020,1", 9);
	say_packet("z0,100020,1", 11);
	say_packet("c", 1);
	gdb_trapped();
	hear();
	CHECK(strstr(heard, "$90#69$OK#9a") != NULL);
	CHECK(vm.mem[0x100020] == 0x90);
	/* One of the guest's own is behind it. */
	traps.step = false;
	say_packet("c", 1);
	gdb_trapped();
	CHECK(regs.x86.rip == 0x100021);
	CHECK(mprotect(vm.mem + TEXT, HEAP - TEXT, PROT_READ) == 0);
	hang_up();
}

static void
test_detached(void)
{
	attach_without_acks();
	CHECK(answers("Z0,100030,1", 11, "OK"));
	CHECK(vm.mem[0x100030] == 0xf4);
	say_packet("P1=0100000000000000", 19);
	say_packet("D", 1);
	gdb_stop(GDB_SIGINT, NULL);
	CHECK(!gdb_attached());
	CHECK(vm.mem[0x100030] == 0x90);
	CHECK(regs.x86.rbx == 1);
	CHECK(!traps.breakpoints && !kicked);
	hear();
	CHECK(strstr(heard, "T02") != NULL);
	(void)close(ours);
}

static void
test_interrupt(void)
{
	attach_without_acks();
	kicked = false;
	say("\x03", 1);
	CHECK(kicked);
	say_packet("c", 1);
	gdb_interrupted();
	hear();
	CHECK(strstr(heard, "T02") != NULL);
	gdb_exited(3);
	hear();
	CHECK(strcmp(heard, "$W03#ba") == 0);
	(void)close(ours);
}

static uint64_t
next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* What has been said and not been read fills the socket. */
static void
drop(void)
{
	(void)close(ours);
	while (gdb_attached())
		gdb_interrupted();
}

/* Whatever a debugger says, this program is still there afterwards. */
static void
test_random(unsigned long rounds)
{
	static const char letters[] =
	    "?CDGHMPQSTXZcgmpqsvz0123456789abcdef,,::;=}#$-+\x03";
	uint64_t state = 0x5010500000001ull;
	char buf[64];
	unsigned long round;
	size_t i, len;

	for (round = 0; round < rounds; round++) {
		if (!gdb_attached())
			attach_without_acks();
		len = 1 + next_random(&state) % (sizeof(buf) - 1);
		for (i = 0; i < len; i++)
			buf[i] = letters[next_random(&state) %
			    (sizeof(letters) - 1)];
		if (memcmp(buf, "vKill;", len < 6 ? len : 6) == 0)
			continue;
		say_packet(buf, len);
		say_packet("c", 1);
		say_packet("c", 1);
		gdb_stop(GDB_SIGTRAP, NULL);
		hear();
		if (!gdb_attached())
			(void)close(ours);
		else if (round % 64 == 0)
			drop();
	}
	check_passed(round);
	if (gdb_attached())
		drop();
}

int
main(int argc, char **argv)
{
	machine_make();
	test_dialogue();
	test_acknowledged();
	test_too_long();
	test_breakpoint();
	test_detached();
	test_interrupt();
	test_random(argc > 1 ? strtoul(argv[1], NULL, 0) : ROUNDS);
	return check_status();
}
