/* SPDX-License-Identifier: ISC */
/*
 * kvm-confine.c: giving up, on Linux.
 *
 *	step			still needed afterwards
 *	descriptors		1, 2, the virtual CPU, the devices', the set
 *				and timer by which to wait, kicks
 *	capabilities		none
 *	new privileges		none
 *	Landlock		nothing of the file system or the network
 *	filter			the calls of policy.c, for each thread
 *
 * For debugging there is a little more: the debugger's socket, a directory in
 * which files can be made, and the calls of debug-policy.c.
 *
 * The tender may itself be in a sandbox in which a step is not permitted.
 * What this one would have taken away, that one may leave, so what cannot be
 * done is reported.
 */
#include <config.h>

#include <errno.h>
#include <linux/capability.h>
#include <linux/kvm.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/message.h"
#include "compiler.h"
#include "host/attempt.h"
#include "host/thread.h"
#include "host/wait.h"
#include "hvt/confine.h"
#include "hvt/debug.h"
#include "hvt/policy.h"
#include "hvt/ring.h"
#include "hvt/vm.h"
#include "kvm.h"

/* The same on every CPU, and younger than some systems' headers. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset	444
#define SYS_landlock_add_rule		445
#define SYS_landlock_restrict_self	446
#endif

static void
drop_capabilities(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

	/* It cannot fail: it only takes away. */
	(void)attempt(SYS_capset, (long)&header, (long)none, 0, 0, 0);
}

/*
 * The rights that each version of Landlock knows, see landlock(7), all of
 * which a ruleset without rules takes away.
 */
struct landlock_rights {
	uint64_t fs;
	uint64_t net;
	uint64_t scoped;
};

static const struct landlock_rights landlock_rights[] = {
	{ 0x1fff, 0, 0 },	/* up to making symbolic links */
	{ 0x3fff, 0, 0 },	/* and linking between directories */
	{ 0x7fff, 0, 0 },	/* and truncating */
	{ 0x7fff, 0x3, 0 },	/* and binding and connecting by TCP */
	{ 0xffff, 0x3, 0 },	/* and ioctls on devices opened later */
	{ 0xffff, 0x3, 0x3 },	/* and abstract UNIX sockets, signals */
};

/* Writing to files, removing and making them, and truncating. */
#define RIGHTS_DIR	(1u << 1 | 1u << 5 | 1u << 8 | 1u << 14)

/* LANDLOCK_RULE_PATH_BENEATH: what can be done below a directory. */
static long
permit_directory(long ruleset, int dir, uint64_t known)
{
	const struct {
		uint64_t allowed;
		int32_t fd;
	} __attribute__((__packed__)) beneath = { RIGHTS_DIR & known, dir };

	return attempt(SYS_landlock_add_rule, ruleset, 1, (long)&beneath, 0,
	    0);
}

/* A sandbox may refuse it, or be made of as many layers as there can be. */
static void
landlock_failed(int error)
{
	errno = error;
	if (error != EPERM && error != ENOSYS && error != E2BIG)
		die("cannot restrict itself by Landlock");
	warnx("WARNING: no restriction by Landlock but that of the sandbox "
	    "around this program, if any");
}

static void
restrict_landlock(const struct debug_needs *needs)
{
	const struct landlock_rights *rights;
	long version, fd, r;

	/* LANDLOCK_CREATE_RULESET_VERSION; not every kernel has it. */
	version = attempt(SYS_landlock_create_ruleset, 0, 0, 1, 0, 0);
	if (version <= 0)
		return;
	if ((size_t)version > NELEM(landlock_rights))
		version = (long)NELEM(landlock_rights);
	rights = &landlock_rights[version - 1];
	fd = attempt(SYS_landlock_create_ruleset, (long)rights,
	    version < 4 ? 8 : version < 6 ? 16 : 24, 0, 0, 0);
	r = fd;
	if (r >= 0 && needs != NULL && needs->dir != -1)
		r = permit_directory(fd, needs->dir, rights->fs);
	if (r >= 0)
		r = attempt(SYS_landlock_restrict_self, fd, 0, 0, 0, 0);
	if (fd >= 0)
		(void)close((int)fd);
	if (r < 0)
		landlock_failed((int)-r);
}

static void
make_filter(struct sock_fprog *prog, const struct vm *vm,
    const struct debug_needs *needs, bool serves_ring)
{
	const struct policy_params params = {
		.mft = vm->mft, .wait = vm->wait,
		.vcpu = vm->state->vcpu, .run = KVM_RUN, .read = kvm_cpu.read,
		.kick = vm->ring != NULL ? vm->ring->kick : -1,
		.debug = needs, .serves_ring = serves_ring,
	};
	size_t n;

	n = policy_compile(kvm_cpu.audit_arch,
	    needs != NULL ? needs->policy : NULL, &params, prog->filter,
	    POLICY_INSNS_MAX);
	if (n > POLICY_INSNS_MAX)
		diex("too many devices for one filter");
	prog->len = (unsigned short)n;
}

static void
install_filter(const struct vm *vm, const struct debug_needs *needs)
{
	struct sock_filter insn[POLICY_INSNS_MAX];
	struct sock_fprog prog = { .filter = insn };
	long r;

	make_filter(&prog, vm, needs, false);
	r = attempt(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, (long)&prog,
	    0, 0);
	if (r == 0)
		return;
	errno = (int)-r;
	if (errno != ENOSYS && errno != EPERM && errno != EACCES)
		die("cannot install a filter of system calls");
	warnx("WARNING: no filter of system calls but that of the sandbox "
	    "around this program, if any");
}

/* Nothing runs another program any more, so new privileges can go first. */
bool
confine_thread_possible(void)
{
	uint32_t action = SECCOMP_RET_KILL_PROCESS;

	return attempt(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0,
	    (long)&action, 0, 0) == 0 &&
	    attempt(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    thread_possible();
}

/*
 * For the thread that serves the network ring, and called by it: all else it
 * has given up by coming from a thread that has.
 */
static void
confine_ring(const struct vm *vm)
{
	struct sock_filter insn[POLICY_INSNS_MAX];
	struct sock_fprog prog = { .filter = insn };

	make_filter(&prog, vm, NULL, true);
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog) == -1)
		die("cannot install a filter of system calls");
}

void
confine(struct vm *vm, const struct debug_needs *needs)
{
	confine_close(vm, needs);
	drop_capabilities();
	(void)attempt(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	restrict_landlock(needs);
	ring_start(vm, confine_ring);
	install_filter(vm, needs);
	attempt_end();
}
