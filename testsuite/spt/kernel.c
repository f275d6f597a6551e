/* SPDX-License-Identifier: ISC */
/*
 * kernel.c: filters in this kernel; see seccomp(2).
 */
#include <config.h>

#include "kernel.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "compiler.h"

int
kernel_load(const struct sock_filter *insn, size_t len)
{
	const struct sock_fprog program = {
		.len = (unsigned short)len,
		.filter = (struct sock_filter *)(uintptr_t)insn
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == -1)
		return errno;
	return 0;
}

void
kernel_refuse(int nr, uint32_t verdict)
{
	const struct sock_filter insn[] = {
		{ BPF_LD | BPF_W | BPF_ABS, 0, 0, 0 },
		{ BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (uint32_t)nr },
		{ BPF_RET | BPF_K, 0, 0, verdict },
		{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW },
	};

	if (kernel_load(insn, NELEM(insn)) != 0)
		_exit(CHECK_HARD);
}

static void
try_to_load(void *arg)
{
	const struct sock_filter allow = {
		.code = BPF_RET | BPF_K, .k = SECCOMP_RET_ALLOW
	};
	uint32_t action = SECCOMP_RET_KILL_PROCESS;

	(void)arg;
	if (syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == -1 ||
	    kernel_load(&allow, 1) != 0)
		_exit(CHECK_SKIP);
}

void
kernel_require(void)
{
	static struct child child;

	child_run(&child, try_to_load, NULL);
	if (!child.returned)
		check_skip("no seccomp filters that kill a process");
}
