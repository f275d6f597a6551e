/* SPDX-License-Identifier: ISC */
/*
 * pledge.c: "stdio vmm", and "proc" with these, as a filter of Linux's system
 * calls, for all threads.
 *
 * That is what OpenBSD's sys/kern/kern_pledge.c has for these promises, in the
 * calls by which the C library here does the same, and those of the model
 * itself.  What is not among them sends SIGSYS, which says so and becomes
 * SIGABRT.
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const unsigned int stdio[] = {
	/* Descriptors that are open, and pairs of new ones. */
	SYS_read, SYS_readv, SYS_pread64, SYS_write, SYS_writev, SYS_pwrite64,
	SYS_close, SYS_close_range, SYS_dup, SYS_dup2, SYS_dup3, SYS_fstat,
	SYS_fcntl, SYS_fsync, SYS_lseek, SYS_pipe2,
	/* Waiting. */
	SYS_poll, SYS_ppoll, SYS_select, SYS_pselect6, SYS_epoll_wait,
	SYS_epoll_pwait, SYS_epoll_pwait2, SYS_nanosleep,
	SYS_clock_nanosleep, SYS_restart_syscall, SYS_pause,
	/* Memory, threads. */
	SYS_munmap, SYS_madvise, SYS_brk, SYS_futex, SYS_sched_yield,
	SYS_set_robust_list, SYS_rseq,
	/* Signals. */
	SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn,
	SYS_sigaltstack, SYS_getpid, SYS_getppid, SYS_gettid,
	/* Time, random numbers, the end. */
	SYS_clock_gettime, SYS_gettimeofday, SYS_setitimer, SYS_getrandom,
	SYS_exit, SYS_exit_group,
};

/* Processes, of which "vmm" has any machine then; see vmm.c. */
static const unsigned int proc[] = {
	SYS_clone, SYS_fork, SYS_vfork, SYS_kill, SYS_setpgid, SYS_setsid,
	SYS_setpriority, SYS_setrlimit,
};

/* These, if all of some bits of an argument's lower half are as said. */
static const struct {
	unsigned int nr;
	unsigned int arg;
	uint32_t mask;
	uint32_t value;
} partly[] = {
	/* Threads, and no processes. */
	{ SYS_clone, 0, CLONE_THREAD, CLONE_THREAD },
	/* What the C library may make of fstat. */
	{ SYS_newfstatat, 3, AT_EMPTY_PATH, AT_EMPTY_PATH },
	/* Nothing that can be executed. */
	{ SYS_mmap, 2, PROT_EXEC, 0 },
	{ SYS_mprotect, 2, PROT_EXEC, 0 },
};

static void
on_sigsys(int sig, siginfo_t *info, void *context)
{
	char what[64];

	(void)sig;
	(void)context;
	(void)snprintf(what, sizeof(what), "system call %d",
	    info->si_syscall);
	pledge_violated(what);
}

#define STMT(code, k)	((struct sock_filter)BPF_STMT(code, k))
#define JUMP(code, k, jt, jf)						\
	((struct sock_filter)BPF_JUMP(BPF_JMP | (code) | BPF_K, k, jt, jf))
#define LOAD(member)							\
	STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define RETURN(verdict)	STMT(BPF_RET | BPF_K, verdict)

/* Afterwards what is tested is the number again. */
static size_t
allow_partly(struct sock_filter *insn)
{
	size_t n = 0, i;

	for (i = 0; i < NELEM(partly); i++) {
		insn[n++] = JUMP(BPF_JEQ, partly[i].nr, 0, 5);
		insn[n++] = LOAD(args[partly[i].arg]);
		insn[n++] = STMT(BPF_ALU | BPF_AND | BPF_K, partly[i].mask);
		insn[n++] = JUMP(BPF_JEQ, partly[i].value, 0, 1);
		insn[n++] = RETURN(SECCOMP_RET_ALLOW);
		insn[n++] = RETURN(SECCOMP_RET_TRAP);
	}
	return n;
}

/* Of requests those of the model, and of signals those to this process. */
static size_t
allow_own(struct sock_filter *insn)
{
	size_t n = 0;

	insn[n++] = JUMP(BPF_JEQ, SYS_ioctl, 0, 4);
	insn[n++] = LOAD(args[0]);
	insn[n++] = JUMP(BPF_JGE, MODEL_FD_LEAST, 0, 1);
	insn[n++] = RETURN(SECCOMP_RET_ALLOW);
	insn[n++] = RETURN(SECCOMP_RET_TRAP);
	insn[n++] = JUMP(BPF_JEQ, SYS_tgkill, 0, 4);
	insn[n++] = LOAD(args[0]);
	insn[n++] = JUMP(BPF_JEQ, (uint32_t)getpid(), 0, 1);
	insn[n++] = RETURN(SECCOMP_RET_ALLOW);
	insn[n++] = RETURN(SECCOMP_RET_TRAP);
	/* The C library then does with clone. */
	insn[n++] = JUMP(BPF_JEQ, SYS_clone3, 0, 1);
	insn[n++] = RETURN(SECCOMP_RET_ERRNO | ENOSYS);
	return n;
}

static size_t
allow_all(struct sock_filter *insn, const unsigned int *nr, size_t count)
{
	size_t n = 0, i;

	for (i = 0; i < count; i++) {
		insn[n++] = JUMP(BPF_JEQ, nr[i], 0, 1);
		insn[n++] = RETURN(SECCOMP_RET_ALLOW);
	}
	return n;
}

static size_t
filter_make(struct sock_filter *insn, bool with_proc)
{
	size_t n = 0;

	insn[n++] = LOAD(arch);
	insn[n++] = JUMP(BPF_JEQ, AUDIT_ARCH_X86_64, 1, 0);
	insn[n++] = RETURN(SECCOMP_RET_KILL_PROCESS);
	insn[n++] = LOAD(nr);
	n += allow_all(insn + n, stdio, NELEM(stdio));
	if (with_proc)
		n += allow_all(insn + n, proc, NELEM(proc));
	n += allow_partly(insn + n);
	n += allow_own(insn + n);
	insn[n++] = RETURN(SECCOMP_RET_TRAP);
	return n;
}

void
pledge_filter(bool with_proc)
{
	struct sock_filter insn[2 * NELEM(stdio) + 2 * NELEM(proc) +
	    6 * NELEM(partly) + 24];
	struct sock_fprog prog = { .filter = insn };
	struct sigaction action = {
		.sa_sigaction = on_sigsys, .sa_flags = SA_SIGINFO
	};

	prog.len = (unsigned short)filter_make(insn, with_proc);
	(void)sigaction(SIGSYS, &action, NULL);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_TSYNC, &prog) != 0)
		complain("no filter of system calls: %s", strerror(errno));
}
