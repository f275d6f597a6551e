/* SPDX-License-Identifier: ISC */
/*
 * policy.c: the system calls of the run loop, and the filter made from them.
 */
#include <config.h>

#include "policy.h"

#include <linux/futex.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <solo5/mft_abi.h>

#include "common/bpf.h"
#include "common/devpolicy.h"
#include "compiler.h"
#include "host/wait.h"

/* The same on every CPU, and younger than some systems' headers. */
#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2	441
#endif

static void	test_clock(struct bpf *, const struct policy_params *);
static void	test_disk(struct bpf *, const struct policy_params *);
static void	test_epoll(struct bpf *, const struct policy_params *);
static void	test_futex(struct bpf *, const struct policy_params *);
static void	test_limit(struct bpf *, const struct policy_params *);
static void	test_nothing(struct bpf *, const struct policy_params *);
static void	test_pause(struct bpf *, const struct policy_params *);
static void	test_read(struct bpf *, const struct policy_params *);
static void	test_remove(struct bpf *, const struct policy_params *);
static void	test_run(struct bpf *, const struct policy_params *);
static void	test_timer(struct bpf *, const struct policy_params *);
static void	test_write(struct bpf *, const struct policy_params *);

const struct policy_rule policy_table[] = {
	{ "ioctl", SYS_ioctl, test_run,
	    "fd is the virtual CPU, request is to run it or, on aarch64, "
	    "to read a register", "run the guest" },
	{ "read", SYS_read, test_read,
	    "fd is a network device's or, for the ring, that of kicks",
	    "receive a frame, wait for the guest to kick" },
	{ "write", SYS_write, test_write,
	    "fd is a network device's, 2 or, not for the ring, 1",
	    "send a frame, write to the console, write a message" },
	{ "epoll_pwait", SYS_epoll_pwait, test_epoll,
	    "epfd is the tender's set, sigmask is NULL", "look for frames" },
	{ "epoll_pwait2", SYS_epoll_pwait2, test_epoll,
	    "epfd is the tender's set, sigmask is NULL", "wait for frames" },
	{ "pread64", SYS_pread64, test_disk,
	    "fd is a block device's, count has 32 bits, "
	    "offset + count is at most its capacity",
	    "read blocks" },
	{ "pwrite64", SYS_pwrite64, test_disk,
	    "fd is a block device's, count has 32 bits, "
	    "offset + count is at most its capacity",
	    "write blocks" },
	{ "timerfd_settime", SYS_timerfd_settime, test_timer,
	    "fd is the tender's timer",
	    "wait for frames, where there is no epoll_pwait2" },
	{ "clock_gettime", SYS_clock_gettime, test_clock,
	    "clockid is CLOCK_MONOTONIC or CLOCK_REALTIME",
	    "read a clock, where the vDSO cannot" },
	{ "futex", SYS_futex, test_futex,
	    "there is a network ring, futex_op is to wait or to wake",
	    "serve the ring, one thread at a time" },
	{ "nanosleep", SYS_nanosleep, test_pause, "",
	    "wait for a reader of the console" },
	{ "epoll_ctl", SYS_epoll_ctl, test_remove,
	    "epfd is the tender's set, op is EPOLL_CTL_DEL",
	    "look no more for frames of a device that has gone away" },
	{ "setitimer", SYS_setitimer, test_limit, "which is ITIMER_REAL",
	    "wait no longer for a reader of the last message" },
	{ "exit_group", SYS_exit_group, test_nothing, "", "end" },
};

const size_t policy_table_size = NELEM(policy_table);

static void
test_nothing(struct bpf *b, const struct policy_params *p)
{
	(void)p;
	bpf_stmt(b, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
}

static void
test_pause(struct bpf *b, const struct policy_params *p)
{
	if (!p->serves_ring)
		test_nothing(b, p);
}

/* A handler of signals can run on either thread. */
static void
test_limit(struct bpf *b, const struct policy_params *p)
{
	(void)p;
	bpf_load_word(b, 0);
	bpf_allow_only(b, ITIMER_REAL);
}

static void
test_run(struct bpf *b, const struct policy_params *p)
{
	if (p->serves_ring)
		return;
	bpf_load_word(b, 0);
	bpf_kill_unless(b, (uint32_t)p->vcpu);
	bpf_load_word(b, 1);
	if (p->read != 0)
		bpf_allow_if(b, (uint32_t)p->read);
	bpf_allow_only(b, (uint32_t)p->run);
}

static void
test_read(struct bpf *b, const struct policy_params *p)
{
	if (!devpolicy_has(p->mft, MFT_DEV_NET_BASIC))
		return;
	bpf_load_word(b, 0);
	devpolicy_allow_net(b, p->mft);
	if (p->serves_ring)
		bpf_allow_if(b, (uint32_t)p->kick);
	bpf_kill(b);
}

static void
test_write(struct bpf *b, const struct policy_params *p)
{
	bpf_load_word(b, 0);
	if (!p->serves_ring)
		bpf_allow_if(b, STDOUT_FILENO);
	devpolicy_allow_net(b, p->mft);
	bpf_allow_only(b, STDERR_FILENO);
}

static void
test_disk(struct bpf *b, const struct policy_params *p)
{
	if (!p->serves_ring)
		devpolicy_disk(b, p->mft);
}

/* In both calls the fifth argument is the mask of signals. */
static void
test_epoll(struct bpf *b, const struct policy_params *p)
{
	if (p->serves_ring)
		return;
	bpf_load_word(b, 0);
	bpf_kill_unless(b, (uint32_t)p->wait->set);
	bpf_load_word(b, 4);
	bpf_allow_only(b, 0);
}

static void
test_remove(struct bpf *b, const struct policy_params *p)
{
	if (p->serves_ring || !devpolicy_has(p->mft, MFT_DEV_NET_BASIC))
		return;
	bpf_load_word(b, 0);
	bpf_kill_unless(b, (uint32_t)p->wait->set);
	bpf_load_word(b, 1);
	bpf_allow_only(b, EPOLL_CTL_DEL);
}

static void
test_timer(struct bpf *b, const struct policy_params *p)
{
	if (p->serves_ring || p->wait->timer == -1)
		return;
	bpf_load_word(b, 0);
	bpf_allow_only(b, (uint32_t)p->wait->timer);
}

static void
test_clock(struct bpf *b, const struct policy_params *p)
{
	if (p->serves_ring)
		return;
	bpf_load_word(b, 0);
	bpf_allow_if(b, CLOCK_MONOTONIC);
	bpf_allow_only(b, CLOCK_REALTIME);
}

/* The second argument: which of the operations it is. */
static void
test_futex(struct bpf *b, const struct policy_params *p)
{
	if (p->kick == -1)
		return;
	bpf_load_word(b, 1);
	bpf_allow_if(b, FUTEX_WAIT_PRIVATE);
	bpf_allow_only(b, FUTEX_WAKE_PRIVATE);
}
