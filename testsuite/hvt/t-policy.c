/* SPDX-License-Identifier: ISC */
/*
 * t-policy.c: the filter of the run loop, as the kernel applies it.  Each call
 * is made in a process that has installed it.
 */
#include <config.h>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
	OTHER
};

static struct child child;
static struct vm *vm;
static struct sock_filter insn[POLICY_INSNS_MAX];
static char buf[512];

/* The set and the timer are those of vm->wait. */
#define SET	(-2)

static const struct call {
	const char *what;
	bool allowed;
	long nr;
	long arg[6];
} calls[] = {
	{ "run", true, SYS_ioctl, { VCPU, RUN, 0 } },
	{ "run another", false, SYS_ioctl, { OTHER, RUN, 0 } },
	{ "read a register", true, SYS_ioctl, { VCPU, READ, 0 } },
	{ "read another's", false, SYS_ioctl, { OTHER, READ, 0 } },
	{ "write a register", false, SYS_ioctl, { VCPU, READ + 1, 0 } },
	{ "another request", false, SYS_ioctl, { VCPU, RUN + 1, 0 } },
	{ "a request above 32 bits", false, SYS_ioctl,
	    { VCPU, (long)(RUN + (1ull << 32)), 0 } },
	{ "read a frame", true, SYS_read, { NET, (long)buf, 1 } },
	{ "read a disk", false, SYS_read, { BLOCK, (long)buf, 1 } },
	{ "read input", false, SYS_read, { 0, (long)buf, 1 } },
	{ "write a frame", true, SYS_write, { NET, (long)buf, 1 } },
	{ "write output", true, SYS_write, { 1, (long)buf, 0 } },
	{ "write errors", true, SYS_write, { 2, (long)buf, 0 } },
	{ "write another", false, SYS_write, { OTHER, (long)buf, 1 } },
	{ "write the CPU", false, SYS_write, { VCPU, (long)buf, 1 } },
	{ "read a block", true, SYS_pread64, { BLOCK, (long)buf, 512,
	    CAPACITY - 512 } },
	{ "read behind", false, SYS_pread64, { BLOCK, (long)buf, 512,
	    CAPACITY - 511 } },
	{ "write a block", true, SYS_pwrite64, { BLOCK, (long)buf, 512, 0 } },
	{ "write behind", false, SYS_pwrite64, { BLOCK, (long)buf, 512,
	    CAPACITY } },
	{ "write before", false, SYS_pwrite64, { BLOCK, (long)buf, 512,
	    -512 } },
	{ "write another at", false, SYS_pwrite64, { OTHER, (long)buf, 1,
	    0 } },
	{ "poll", true, SYS_epoll_pwait, { SET, (long)buf, 1, 0, 0, 8 } },
	{ "poll another", false, SYS_epoll_pwait, { OTHER, (long)buf, 1, 0,
	    0, 8 } },
	{ "poll with a mask", false, SYS_epoll_pwait, { SET, (long)buf, 1, 0,
	    (long)buf, 8 } },
	{ "time", true, SYS_clock_gettime, { 0, (long)buf } },
	{ "CPU time", false, SYS_clock_gettime, { 2, (long)buf } },
	{ "open", false, SYS_openat, { AT_FDCWD, (long)"/", O_RDONLY } },
	{ "socket", false, SYS_socket, { AF_INET, SOCK_STREAM, 0 } },
	{ "mmap", false, SYS_mmap, { 0, 4096, PROT_READ, MAP_PRIVATE |
	    MAP_ANONYMOUS, -1, 0 } },
	{ "mprotect", false, SYS_mprotect, { 0, 0, 0 } },
	{ "execve", false, SYS_execve, { (long)"/bin/true", 0, 0 } },
	{ "fork", false, SYS_clone, { SIGCHLD, 0, 0, 0, 0 } },
	{ "ptrace", false, SYS_ptrace, { 0, 0, 0, 0 } },
	{ "kill", false, SYS_kill, { 0, 0 } },
	{ "dup", false, SYS_dup, { 1 } },
	{ "prctl", false, SYS_prctl, { PR_GET_DUMPABLE } },
	{ "sigaction", false, SYS_rt_sigaction, { SIGTERM, 0, 0, 8 } },
	{ "x32", false, 0x40000000l | SYS_exit_group, { 0 } },
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
	};
	struct sock_fprog prog = { .filter = insn };

	prog.len = (unsigned short)policy_compile(AUDIT_ARCH_X86_64,
	    &params, insn, NELEM(insn));
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
	    dup2(OTHER, VCPU) == -1)
		check_broken("descriptors");
	fake_attach(FAKE_NET, NET, 0, 0);
	fake_attach(FAKE_BLOCK, BLOCK, CAPACITY, 512);
}

int
main(void)
{
	size_t i;

	vm = fake_create();
	open_all();
	for (i = 0; i < NELEM(calls); i++) {
		struct call c = calls[i];

		child_run(&child, make_call, &c);
		if (c.allowed)
			CHECK_CASE(child.status == ENDED, "%s: status %d, "
			    "signal %d", c.what, child.status, child.signal);
		else
			CHECK_CASE(child.signal == SIGSYS, "%s: status %d, "
			    "signal %d", c.what, child.status, child.signal);
	}
	return check_status();
}
