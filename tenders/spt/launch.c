/* SPDX-License-Identifier: ISC */
/*
 * launch.c: giving up what the tender has, step by step.
 *
 *	step			still needed afterwards
 *	privileges		nothing that asks for them
 *	descriptors		1, the devices', the guest's set and timer;
 *				2 for a last message
 *	signals, rseq		-
 *	memory			done in the launch page: the guest's, the vDSO
 *	standard error		done there
 *	filter			done there: the calls of policy.c
 *
 * Messages end with the step that gives up memory.
 */
#include <config.h>

#include "launch.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <solo5/elf_abi.h>
#include <solo5/mft_abi.h>
#include <solo5/spt_abi.h>

#include "common/descriptor.h"
#include "common/message.h"
#include "cpu.h"
#include "guest.h"
#include "launch_code.h"
#include "policy.h"
#include "rseq.h"

/* Standard output and error, set, timer, and a device each entry. */
#define KEEP_MAX	(4 + MFT_MAX_ENTRIES)

/* A sandbox may not permit it; then there must be none to give up. */
static bool
drop_capabilities(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {
		{ 0 }
	};
	struct __user_cap_data_struct now[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capset, &header, none) == 0)
		return true;
	return syscall(SYS_capget, &header, now) == 0 &&
	    memcmp(now, none, sizeof(now)) == 0;
}

static void
drop_privileges(void)
{
	uint32_t action = SECCOMP_RET_KILL_PROCESS;

	if (syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == -1)
		die("seccomp cannot kill a process (since Linux 4.14)");
	if (!drop_capabilities())
		diex("cannot give up capabilities");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		die("cannot give up gaining privileges");
	/* When that is done, nobody can say any more why it cannot be. */
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, NULL) == -1 &&
	    errno != EFAULT)
		die("cannot install a filter of system calls");
}

/* Closes all descriptors but those of the guest, and standard error. */
static void
close_others(const struct policy_params *params)
{
	const struct mft *mft = params->mft;
	int keep[KEEP_MAX];
	size_t n = 0;
	uint32_t i;

	keep[n++] = STDOUT_FILENO;
	keep[n++] = STDERR_FILENO;
	keep[n++] = params->epollfd;
	keep[n++] = params->timerfd;
	for (i = 1; i < mft->entries; i++)
		keep[n++] = mft->e[i].b.hostfd;
	descriptors_close(keep, n);
}

static bool
is_device(const struct mft *mft, int fd)
{
	uint32_t i;

	for (i = 1; i < mft->entries; i++)
		if (mft->e[i].b.hostfd == fd)
			return true;
	return false;
}

static void
add_range(struct launch_params *p, uint64_t start, uint64_t end)
{
	if (start < end)
		p->range[p->nranges++] = (struct launch_range){
			.addr = start, .len = end - start
		};
}

static void
find_ranges(struct launch_params *p, const struct guest *guest)
{
	const struct vdso *vdso = &guest->vdso;
	const uint64_t end = cpu_task_size();

	add_range(p, 0, guest->low_start);
	add_range(p, guest->low_end, SOLO5_ELF_BASE);
	if (vdso->ehdr == 0) {
		add_range(p, guest->mem_size, end);
		return;
	}
	add_range(p, guest->mem_size, vdso->start);
	add_range(p, vdso->end, end);
}

/*
 * Writes parameters and filter to the end of the guest's memory, where its
 * stack will be, so that these pages are not touched in vain.
 */
static struct launch_params *
params_create(const struct guest *guest, const struct policy_params *params)
{
	struct launch_params *p;
	uint64_t addr;
	size_t n;

	/* First only to count. */
	n = policy_compile(CPU_AUDIT_ARCH, NULL, params, NULL, 0);
	if (n > POLICY_INSNS_MAX)
		diex("too many devices for one filter");
	addr = guest->mem_size - sizeof(*p) - n * sizeof(struct sock_filter);
	addr &= ~(uint64_t)63;
	if (addr < guest->kernel_end)
		diex("no memory left for a stack; use --mem");
	p = (struct launch_params *)(uintptr_t)addr;
	p->fpu_valid = cpu_fpu_image(p->fpu, sizeof(p->fpu));
	find_ranges(p, guest);
	p->stderr_fd = is_device(params->mft, STDERR_FILENO) ? -1 :
	    STDERR_FILENO;
	p->filter.len = (unsigned short)n;
	p->filter.filter = (struct sock_filter *)(p + 1);
	(void)policy_compile(CPU_AUDIT_ARCH, NULL, params, p->filter.filter,
	    n);
	p->guest.entry = guest->entry;
	p->guest.stack = guest->mem_size - CPU_STACK_OFFSET;
	p->guest.boot_info = SPT_BOOT_INFO_BASE;
	p->guest.wipe = addr;
	p->guest.wipe_words = (guest->mem_size - addr) / sizeof(uint64_t);
	return p;
}

/*
 * Whoever started the program may have blocked signals, or ignored those of an
 * operator; the guest could not undo that.  The mask is last: a signal that
 * has been waiting is not lost.
 */
static void
reset_signals(void)
{
	sigset_t none;

	(void)signal(SIGINT, SIG_DFL);
	(void)signal(SIGTERM, SIG_DFL);
	/* A console that has gone away loses output, and no more. */
	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

void
launch(const struct guest *guest, const struct policy_params *params)
{
	const size_t entry = (size_t)(launch_code_entry - launch_code);
	uint8_t *page = (uint8_t *)(uintptr_t)guest->launch;
	struct launch_params *p;

	drop_privileges();
	close_others(params);
	reset_signals();
	p = params_create(guest, params);
	memcpy(page, launch_code, (size_t)(launch_code_end - launch_code));
	memcpy(page + entry, &p->guest, sizeof(p->guest));
	guest_seal(guest);
	if (!rseq_unregister())
		diex("cannot unregister restartable sequences");
	((void (*)(const struct launch_params *))guest->launch)(p);
	abort();
}
