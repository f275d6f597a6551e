/* SPDX-License-Identifier: ISC */
/*
 * t-policy.c: the filters of the run loop and of the thread that serves the
 * network ring, as the kernel applies them.  Each call is made in a process
 * that has installed one.
 */
#include <config.h>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <solo5/mft_abi.h>

#include "check.h"
#include "child.h"
#include "compiler.h"
#include "fake.h"
#include "host/wait.h"
#include "hvt/policy.h"

#define CAPACITY	4096
#define RUN		0xae80u		/* stand for the requests */
#define READ		0x4010aeabu
#define ENDED		43		/* the status where nothing is wrong */

/* Descriptors, at numbers that are known; OTHER is open and nobody's. */
enum {
	VCPU = 20,
	NET,
	BLOCK,
	KICK,
	OTHER
};

static bool serves_ring;
static int kick = KICK;

static struct child child;
static struct vm *vm;
static struct sock_filter insn[POLICY_INSNS_MAX];
static char buf[512];

/* The set and the timer are those of vm->wait. */
#define SET	(-2)

/* Which thread may make it. */
enum allowed {
	NEITHER,
	RUN_CPU,
	SERVE_RING,
	BOTH
};

static const struct call {
	const char *what;
	enum allowed allowed;
	long nr;
	long arg[6];
} calls[] = {
	{ "run", RUN_CPU, SYS_ioctl, { VCPU, RUN, 0 } },
	{ "run another", NEITHER, SYS_ioctl, { OTHER, RUN, 0 } },
	{ "read a register", RUN_CPU, SYS_ioctl, { VCPU, READ, 0 } },
	{ "read another's", NEITHER, SYS_ioctl, { OTHER, READ, 0 } },
	{ "write a register", NEITHER, SYS_ioctl, { VCPU, READ + 1, 0 } },
	{ "another request", NEITHER, SYS_ioctl, { VCPU, RUN + 1, 0 } },
	{ "a request above 32 bits", NEITHER, SYS_ioctl,
	    { VCPU, (long)(RUN + (1ull << 32)), 0 } },
	{ "read a frame", BOTH, SYS_read, { NET, (long)buf, 1 } },
	{ "read a disk", NEITHER, SYS_read, { BLOCK, (long)buf, 1 } },
	{ "read input", NEITHER, SYS_read, { 0, (long)buf, 1 } },
	{ "wait for a kick", SERVE_RING, SYS_read, { KICK, (long)buf, 8 } },
	{ "kick", NEITHER, SYS_write, { KICK, (long)buf, 8 } },
	{ "write a frame", BOTH, SYS_write, { NET, (long)buf, 1 } },
	{ "write output", RUN_CPU, SYS_write, { 1, (long)buf, 0 } },
	{ "write errors", BOTH, SYS_write, { 2, (long)buf, 0 } },
	{ "write another", NEITHER, SYS_write, { OTHER, (long)buf, 1 } },
	{ "write the CPU", NEITHER, SYS_write, { VCPU, (long)buf, 1 } },
	{ "read a block", RUN_CPU, SYS_pread64, { BLOCK, (long)buf, 512,
	    CAPACITY - 512 } },
	{ "read behind", NEITHER, SYS_pread64, { BLOCK, (long)buf, 512,
	    CAPACITY - 511 } },
	{ "write a block", RUN_CPU, SYS_pwrite64, { BLOCK, (long)buf, 512,
	    0 } },
	{ "write behind", NEITHER, SYS_pwrite64, { BLOCK, (long)buf, 512,
	    CAPACITY } },
	{ "write before", NEITHER, SYS_pwrite64, { BLOCK, (long)buf, 512,
	    -512 } },
	{ "write another at", NEITHER, SYS_pwrite64, { OTHER, (long)buf, 1,
	    0 } },
	{ "poll", RUN_CPU, SYS_epoll_pwait, { SET, (long)buf, 1, 0, 0, 8 } },
	{ "poll another", NEITHER, SYS_epoll_pwait, { OTHER, (long)buf, 1, 0,
	    0, 8 } },
	{ "poll with a mask", NEITHER, SYS_epoll_pwait, { SET, (long)buf, 1, 0,
	    (long)buf, 8 } },
	{ "wait no more", RUN_CPU, SYS_epoll_ctl, { SET, 2, NET, 0 } },
	{ "wait for more", NEITHER, SYS_epoll_ctl, { SET, 1, OTHER,
	    (long)buf } },
	{ "wait otherwise", NEITHER, SYS_epoll_ctl, { SET, 3, NET,
	    (long)buf } },
	{ "change another set", NEITHER, SYS_epoll_ctl, { OTHER, 2, NET, 0 } },
	{ "pause", RUN_CPU, SYS_nanosleep, { 0, 0 } },
	{ "time", RUN_CPU, SYS_clock_gettime, { 0, (long)buf } },
	{ "CPU time", NEITHER, SYS_clock_gettime, { 2, (long)buf } },
	{ "open", NEITHER, SYS_openat, { AT_FDCWD, (long)"/", O_RDONLY } },
	{ "socket", NEITHER, SYS_socket, { AF_INET, SOCK_STREAM, 0 } },
	{ "mmap", NEITHER, SYS_mmap, { 0, 4096, PROT_READ, MAP_PRIVATE |
	    MAP_ANONYMOUS, -1, 0 } },
	{ "mprotect", NEITHER, SYS_mprotect, { 0, 0, 0 } },
	{ "execve", NEITHER, SYS_execve, { (long)"/bin/true", 0, 0 } },
	{ "fork", NEITHER, SYS_clone, { SIGCHLD, 0, 0, 0, 0 } },
	{ "ptrace", NEITHER, SYS_ptrace, { 0, 0, 0, 0 } },
	{ "kill", NEITHER, SYS_kill, { 0, 0 } },
	{ "dup", NEITHER, SYS_dup, { 1 } },
	{ "prctl", NEITHER, SYS_prctl, { PR_GET_DUMPABLE } },
	{ "sigaction", NEITHER, SYS_rt_sigaction, { SIGTERM, 0, 0, 8 } },
	{ "x32", NEITHER, 0x40000000l | SYS_exit_group, { 0 } },
	{ "wait for a lock", BOTH, SYS_futex, { (long)buf, 128, 1 } },
	{ "release a lock", BOTH, SYS_futex, { (long)buf, 129, 1 } },
	{ "wait for others", NEITHER, SYS_futex, { (long)buf, 0, 1 } },
	{ "requeue", NEITHER, SYS_futex, { (long)buf, 131, 1, 1, (long)buf } },
	{ "limit a message", BOTH, SYS_setitimer, { 0, 0, 0 } },
	{ "count CPU time", NEITHER, SYS_setitimer, { 1, 0, 0 } },
	{ "a thread", NEITHER, 435, { 0, 0 } },
	{ "eventfd", NEITHER, SYS_eventfd2, { 0, 0 } },
	{ "seccomp", NEITHER, SYS_seccomp, { 0, 0, 0 } },
};

static long
argument(const struct call *c, size_t n)
{
	return c->arg[n] == SET ? vm->wait->set : c->arg[n];
}

static void
install(void)
{
	const struct policy_params params = {
		.mft = vm->mft, .wait = vm->wait,
		.vcpu = VCPU, .run = RUN, .read = READ,
		.kick = kick, .serves_ring = serves_ring,
	};
	struct sock_fprog prog = { .filter = insn };

	prog.len = (unsigned short)policy_compile(AUDIT_ARCH_X86_64,
	    NULL, &params, insn, NELEM(insn));
	if (prog.len > NELEM(insn) ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == -1)
		exit(CHECK_HARD);
}

static void
make_call(void *arg)
{
	const struct call *c = arg;

	install();
	(void)syscall(c->nr, argument(c, 0), argument(c, 1), argument(c, 2),
	    argument(c, 3), argument(c, 4), argument(c, 5));
	/* As the tender ends, and nothing else. */
	(void)syscall(SYS_exit_group, ENDED);
}

static void
open_all(void)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair) == -1 ||
	    dup2(pair[0], NET) == -1 ||
	    dup2(fileno(tmpfile()), BLOCK) == -1 ||
	    ftruncate(BLOCK, CAPACITY) == -1 ||
	    dup2(open("/dev/null", O_RDWR), OTHER) == -1 ||
	    dup2(OTHER, VCPU) == -1 || dup2(eventfd(1, 0), KICK) == -1)
		check_broken("descriptors");
	fake_attach(FAKE_NET, NET, 0, 0);
	fake_attach(FAKE_BLOCK, BLOCK, CAPACITY, 512);
}

static void
try_call(const char *who, const struct call *c, bool allowed)
{
	struct call copy = *c;

	child_run(&child, make_call, &copy);
	if (allowed)
		CHECK_CASE(child.status == ENDED, "%s: %s: status %d, "
		    "signal %d", who, c->what, child.status, child.signal);
	else
		CHECK_CASE(child.signal == SIGSYS, "%s: %s: status %d, "
		    "signal %d", who, c->what, child.status, child.signal);
}

int
main(void)
{
	size_t i;

	vm = fake_create();
	open_all();
	for (i = 0; i < NELEM(calls); i++) {
		serves_ring = false;
		try_call("CPU", &calls[i], (calls[i].allowed & RUN_CPU) != 0);
		serves_ring = true;
		try_call("ring", &calls[i],
		    (calls[i].allowed & SERVE_RING) != 0);
	}
	/* Without a ring there is nobody to lock out. */
	serves_ring = false;
	kick = -1;
	for (i = 0; i < NELEM(calls); i++)
		if (calls[i].nr == SYS_futex)
			try_call("no ring", &calls[i], false);
	return check_status();
}
