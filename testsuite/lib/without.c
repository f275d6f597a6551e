/* SPDX-License-Identifier: ISC */
/*
 * without.c: s5without LAYER COMMAND [ARG ...]
 *
 * Runs a command in which a system call does nothing and reports success, or
 * does something else.  A test of a protection takes the protection away with
 * it, to show that it would have failed then.  The means is an outer seccomp
 * filter, and a tracer, which know nothing about how the command is built.
 *
 *	calls		KVM is not told to refuse calls that it hides
 *	capabilities	capset
 *	capset		capset is not permitted
 *	close		close_range
 *	cpuid		a virtual CPU has all features that KVM can give it
 *	filter		no filter is installed from here on
 *	landlock	landlock_restrict_self
 *	landlock-eperm	the same, and it is not permitted
 *	landlock-einval	the same, and it fails for another reason
 *	memory		"slots" and "tables"
 *	msrs		the filter of a virtual CPU's registers
 *	privileges	no new privileges
 *	permission	installing a filter is not permitted
 *	protect		mprotect of memory below 4 GiB makes it readable,
 *			writable and executable, whatever it was asked for
 *	read-only	mprotect that makes memory read-only
 *	slots		a virtual machine's memory is all writable
 *	tables		what a virtual machine's first page tables map is all
 *			writable and executable
 *	unmap		munmap of memory
 *	vdso		the command is not told of the kernel's vDSO
 *
 * Of these, "privileges" needs root.  For several, the command is this one
 * again, with "filter" last, and at most one of those that need a tracer.
 */
#include <config.h>

#include "helper.h"

#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

#include <elf.h>
#include <linux/filter.h>
#include <linux/kvm.h>
#include <linux/seccomp.h>

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cpu.h"
#include "without.h"

/* Younger than some systems' headers, and the same on every CPU. */
#ifndef __NR_landlock_restrict_self
#define __NR_landlock_restrict_self	446
#endif

/* Requests that only the headers of x86 have. */
#define SET_CPUID2	0x4008ae90u
#define SET_MSR_FILTER	0x4188aec6u

#define SUCCEED	(SECCOMP_RET_ERRNO | 0)
#define LENGTH	8

/* The halves of an argument, on a little-endian machine. */
#define ARG_HIGH(n)	(offsetof(struct seccomp_data, args) + 8 * (n) + 4)
#define ARG_LOW(n)	(offsetof(struct seccomp_data, args) + 8 * (n))

#define LOAD(offset)	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (offset))
#define LOAD_NR		LOAD(offsetof(struct seccomp_data, nr))
#define EQUAL(k, t, f)	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), (t), (f))
#define RETURN(k)	BPF_STMT(BPF_RET | BPF_K, (k))

/* An action for one call, and for one request of ioctl. */
#define CALL(nr, action)						\
	LOAD_NR,							\
	EQUAL((nr), 0, 1),						\
	RETURN(action),							\
	RETURN(SECCOMP_RET_ALLOW)
#define IOCTL(request, action)						\
	LOAD_NR,							\
	EQUAL(__NR_ioctl, 0, 3),					\
	LOAD(ARG_LOW(1)),						\
	EQUAL((request), 0, 1),						\
	RETURN(action),							\
	RETURN(SECCOMP_RET_ALLOW)
/* And for two of them. */
#define IOCTLS(request1, request2, action)				\
	LOAD_NR,							\
	EQUAL(__NR_ioctl, 0, 4),					\
	LOAD(ARG_LOW(1)),						\
	EQUAL((uint32_t)(request1), 1, 0),				\
	EQUAL((uint32_t)(request2), 0, 1),				\
	RETURN(action),							\
	RETURN(SECCOMP_RET_ALLOW)

static void	change_protection(pid_t);
static void	hide_vdso(pid_t);

/* Each ends with RETURN(SECCOMP_RET_ALLOW); the rest is not looked at. */
static const struct layer {
	const char *name;
	void (*at_call)(pid_t);		/* of which the filter tells */
	void (*at_exec)(pid_t);
	struct sock_filter code[LENGTH];
} layers[] = {
	{ "calls", NULL, NULL, {
		IOCTL((uint32_t)KVM_ENABLE_CAP, SUCCEED)
	} },
	{ "capabilities", NULL, NULL, { CALL(__NR_capset, SUCCEED) } },
	{ "capset", NULL, NULL, {
		CALL(__NR_capset, SECCOMP_RET_ERRNO | EPERM)
	} },
	{ "close", NULL, NULL, { CALL(__NR_close_range, SUCCEED) } },
	{ "cpuid", kvm_all_features, NULL, {
		IOCTL(SET_CPUID2, SECCOMP_RET_TRACE)
	} },
	{ "filter", NULL, NULL, {
		LOAD_NR,
		EQUAL(__NR_seccomp, 3, 0),
		EQUAL(__NR_prctl, 0, 3),
		LOAD(ARG_LOW(0)),
		EQUAL(PR_SET_SECCOMP, 0, 1),
		RETURN(SUCCEED),
		RETURN(SECCOMP_RET_ALLOW)
	} },
	{ "landlock", NULL, NULL, {
		CALL(__NR_landlock_restrict_self, SUCCEED)
	} },
	{ "landlock-eperm", NULL, NULL, {
		CALL(__NR_landlock_restrict_self, SECCOMP_RET_ERRNO | EPERM)
	} },
	{ "landlock-einval", NULL, NULL, {
		CALL(__NR_landlock_restrict_self, SECCOMP_RET_ERRNO | EINVAL)
	} },
	{ "memory", kvm_open_memory, NULL, {
		IOCTLS(KVM_SET_USER_MEMORY_REGION, KVM_SET_ONE_REG,
		    SECCOMP_RET_TRACE)
	} },
	{ "msrs", NULL, NULL, { IOCTL(SET_MSR_FILTER, SUCCEED) } },
	{ "permission", NULL, NULL, {
		LOAD_NR,
		EQUAL(__NR_seccomp, 0, 3),
		LOAD(ARG_LOW(0)),
		EQUAL(SECCOMP_SET_MODE_FILTER, 0, 1),
		RETURN(SECCOMP_RET_ERRNO | EPERM),
		RETURN(SECCOMP_RET_ALLOW)
	} },
	{ "privileges", NULL, NULL, {
		LOAD_NR,
		EQUAL(__NR_prctl, 0, 3),
		LOAD(ARG_LOW(0)),
		EQUAL(PR_SET_NO_NEW_PRIVS, 0, 1),
		RETURN(SUCCEED),
		RETURN(SECCOMP_RET_ALLOW)
	} },
	{ "protect", change_protection, NULL, {
		LOAD_NR,
		EQUAL(__NR_mprotect, 0, 3),
		LOAD(ARG_HIGH(0)),
		EQUAL(0, 0, 1),
		RETURN(SECCOMP_RET_TRACE),
		RETURN(SECCOMP_RET_ALLOW)
	} },
	{ "read-only", NULL, NULL, {
		LOAD_NR,
		EQUAL(__NR_mprotect, 0, 3),
		LOAD(ARG_LOW(2)),
		EQUAL(PROT_READ, 0, 1),
		RETURN(SUCCEED),
		RETURN(SECCOMP_RET_ALLOW)
	} },
	{ "slots", kvm_writable_slot, NULL, {
		IOCTL(KVM_SET_USER_MEMORY_REGION, SECCOMP_RET_TRACE)
	} },
	{ "tables", kvm_open_tables, NULL, {
		IOCTLS(KVM_SET_USER_MEMORY_REGION, KVM_SET_ONE_REG,
		    SECCOMP_RET_TRACE)
	} },
	{ "unmap", NULL, NULL, { CALL(__NR_munmap, SUCCEED) } },
	{ "vdso", NULL, hide_vdso, { RETURN(SECCOMP_RET_ALLOW) } },
};

static const struct layer *
find_layer(const char *name)
{
	for (size_t i = 0; i < sizeof(layers) / sizeof(layers[0]); i++)
		if (strcmp(layers[i].name, name) == 0)
			return &layers[i];
	diex(name);
}

static void
take_away(const struct layer *layer)
{
	struct sock_filter code[LENGTH];
	struct sock_fprog prog = { .filter = code };

	memcpy(code, layer->code, sizeof(code));
	do
		prog.len++;
	while (code[prog.len - 1].code != (BPF_RET | BPF_K) ||
	    code[prog.len - 1].k != SECCOMP_RET_ALLOW);
	/* Who has the right to needs not give up new privileges. */
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == 0)
		return;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == -1)
		die("seccomp");
}

static void
get_regs(pid_t pid, struct user_regs_struct *regs)
{
	struct iovec iov = { .iov_base = regs, .iov_len = sizeof(*regs) };

	if (ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &iov) == -1)
		die("ptrace");
}

/* The third argument of the call at which a process is stopped. */
static void
change_protection(pid_t pid)
{
	struct user_regs_struct regs;
	struct iovec iov = { .iov_base = &regs, .iov_len = sizeof(regs) };

	get_regs(pid, &regs);
	cpu_set_argument_3(&regs, PROT_READ | PROT_WRITE | PROT_EXEC);
	if (ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &iov) == -1)
		die("ptrace");
}

static unsigned long
peek(pid_t pid, unsigned long at)
{
	long word;

	errno = 0;
	word = ptrace(PTRACE_PEEKDATA, pid, at, NULL);
	if (errno != 0)
		die("ptrace");
	return (unsigned long)word;
}

/*
 * The stack of a new program: argc, argv, NULL, environ, NULL, and pairs of
 * type and value until AT_NULL.
 */
static void
hide_vdso(pid_t pid)
{
	const size_t word = sizeof(unsigned long);
	struct user_regs_struct regs;
	unsigned long at, type;

	get_regs(pid, &regs);
	at = cpu_stack_pointer(&regs);
	at += (1 + peek(pid, at) + 1) * word;
	while (peek(pid, at) != 0)
		at += word;
	for (at += word; (type = peek(pid, at)) != AT_NULL; at += 2 * word)
		if (type == AT_SYSINFO_EHDR &&
		    ptrace(PTRACE_POKEDATA, pid, at, AT_IGNORE) == -1)
			die("ptrace");
}

/* Lets a child go on from stop to stop; returns how it ended. */
static int
trace(pid_t pid, const struct layer *layer)
{
	int status, signal = 0;

	status = wait_for(pid);
	if (ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESECCOMP |
	    PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL) == -1)
		die("ptrace");
	for (;;) {
		if (ptrace(PTRACE_CONT, pid, NULL, signal) == -1)
			die("ptrace");
		status = wait_for(pid);
		if (!WIFSTOPPED(status))
			return status;
		signal = 0;
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8) &&
		    layer->at_call != NULL)
			layer->at_call(pid);
		else if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8) &&
		    layer->at_exec != NULL)
			layer->at_exec(pid);
		else if (WSTOPSIG(status) != SIGTRAP)
			signal = WSTOPSIG(status);
	}
}

static _Noreturn void
run_traced(const struct layer *layer, char **argv)
{
	pid_t pid;

	pid = fork();
	if (pid == -1)
		die("fork");
	if (pid != 0)
		end_like(trace(pid, layer));
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == -1)
		die("ptrace");
	(void)raise(SIGSTOP);
	take_away(layer);
	(void)execvp(argv[0], argv);
	die(argv[0]);
}

int
main(int argc, char **argv)
{
	const struct layer *layer;

	if (argc < 3)
		diex("usage: s5without LAYER COMMAND [ARG ...]");
	layer = find_layer(argv[1]);
	if (layer->at_call != NULL || layer->at_exec != NULL)
		run_traced(layer, argv + 2);
	take_away(layer);
	(void)execvp(argv[2], argv + 2);
	die(argv[2]);
}
