/* SPDX-License-Identifier: ISC */
/*
 * outer.c: runs a command in the sandbox that a container runtime puts around
 * a tender: few system calls, and SIGSYS for all others.
 *
 *	outer COMMAND [ARGUMENT ...]
 */
#include <config.h>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/bpf.h"
#include "compiler.h"

static const int allowed[] = {
	SYS_access, SYS_arch_prctl, SYS_bind, SYS_brk, SYS_close,
	SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait, SYS_execve,
	SYS_exit, SYS_exit_group, SYS_fstat, SYS_futex, SYS_getpid,
	SYS_getrandom, SYS_getsockname, SYS_ioctl, SYS_lseek, SYS_mmap,
	SYS_mprotect, SYS_munmap, SYS_nanosleep, SYS_newfstatat, SYS_open,
	SYS_openat, SYS_personality, SYS_pread64, SYS_prlimit64,
	SYS_pwrite64, SYS_read, SYS_recvmsg, SYS_rseq, SYS_rt_sigaction,
	SYS_rt_sigreturn, SYS_sendto, SYS_set_robust_list,
	SYS_set_tid_address, SYS_socket, SYS_stat, SYS_tgkill,
	SYS_timerfd_create, SYS_timerfd_settime, SYS_write,
};

int
main(int argc, char **argv)
{
	struct sock_filter insn[2 * NELEM(allowed) + 2];
	struct bpf b = { .insn = insn, .max = NELEM(insn) };
	struct sock_fprog prog = { .filter = insn };
	size_t i;

	bpf_load_nr(&b);
	for (i = 0; i < NELEM(allowed); i++) {
		bpf_jump(&b, BPF_JMP | BPF_JEQ | BPF_K,
		    (uint32_t)allowed[i], 0, 1);
		bpf_stmt(&b, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	}
	bpf_stmt(&b, BPF_RET | BPF_K, SECCOMP_RET_TRAP);
	prog.len = (unsigned short)b.len;
	if (argc < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == -1) {
		perror("outer");
		return 99;
	}
	(void)execv(argv[1], argv + 1);
	perror(argv[1]);
	return 99;
}
