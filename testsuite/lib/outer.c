/* SPDX-License-Identifier: ISC */
/*
 * outer.c: s5outer COMMAND [ARG ...]
 *
 * Runs a command in the sandbox that a container runtime puts around a tender:
 * few system calls, and SIGSYS for all others.
 */
#include <config.h>

#include "helper.h"

#include <sys/prctl.h>
#include <sys/syscall.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "cpu.h"

#define NELEM(array)	(sizeof(array) / sizeof((array)[0]))

static const int allowed[] = {
	SYS_bind, SYS_brk, SYS_close, SYS_epoll_create1, SYS_epoll_ctl,
	SYS_epoll_pwait, SYS_execve, SYS_exit, SYS_exit_group, SYS_fstat,
	SYS_futex, SYS_getpid, SYS_getrandom, SYS_getsockname, SYS_ioctl,
	SYS_lseek, SYS_mmap, SYS_mprotect, SYS_munmap, SYS_nanosleep,
	SYS_newfstatat, SYS_openat, SYS_personality, SYS_pread64,
	SYS_prlimit64, SYS_pwrite64, SYS_read, SYS_recvmsg, SYS_rseq,
	SYS_rt_sigaction, SYS_rt_sigreturn, SYS_sendto, SYS_set_robust_list,
	SYS_set_tid_address, SYS_socket, SYS_tgkill, SYS_timerfd_create,
	SYS_timerfd_settime, SYS_write,
	CPU_OLD_CALLS
};

int
main(int argc, char **argv)
{
	struct sock_filter code[2 * NELEM(allowed) + 2];
	struct sock_fprog prog = { .filter = code };
	size_t i, n = 0;

	if (argc < 2)
		diex("usage: s5outer COMMAND [ARG ...]");
	code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
	    offsetof(struct seccomp_data, nr));
	for (i = 0; i < NELEM(allowed); i++) {
		code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ |
		    BPF_K, (uint32_t)allowed[i], 0, 1);
		code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
		    SECCOMP_RET_ALLOW);
	}
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
	    SECCOMP_RET_TRAP);
	prog.len = (unsigned short)n;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == -1)
		die("seccomp");
	(void)execvp(argv[1], argv + 1);
	die(argv[1]);
}
