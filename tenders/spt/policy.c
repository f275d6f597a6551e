/* SPDX-License-Identifier: ISC */
/*
 * policy.c: the system calls that a guest may make, and the filter made from
 * them.  The rules about devices are the same for all tenders: devpolicy.c.
 */
#include <config.h>

#include "policy.h"

#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <solo5/mft_abi.h>

#include "common/bpf.h"
#include "common/devpolicy.h"
#include "calls.h"
#include "compiler.h"
#include "cpu.h"

static void	test_clock(struct bpf *, const struct policy_params *);
static void	test_disk(struct bpf *, const struct policy_params *);
static void	test_epoll(struct bpf *, const struct policy_params *);
static void	test_net(struct bpf *, const struct policy_params *);
static void	test_net_or_console(struct bpf *, const struct policy_params *);
static void	test_nothing(struct bpf *, const struct policy_params *);
static void	test_timer(struct bpf *, const struct policy_params *);

const struct policy_rule policy_table[] = {
	{ "epoll_pwait", SYS_epoll_pwait, test_epoll,
	    "epfd is the guest's set, sigmask is NULL", "yield" },
	{ "read", SYS_read, test_net,
	    "fd is a network device's", "receive a frame" },
	{ "write", SYS_write, test_net_or_console,
	    "fd is a network device's, or 1",
	    "send a frame, write to the console" },
	{ "pread64", SYS_pread64, test_disk,
	    "fd is a block device's, count has 32 bits, "
	    "offset + count is at most its capacity",
	    "read blocks" },
	{ "pwrite64", SYS_pwrite64, test_disk,
	    "fd is a block device's, count has 32 bits, "
	    "offset + count is at most its capacity",
	    "write blocks" },
	{ "clock_gettime", SYS_clock_gettime, test_clock,
	    "clockid is CLOCK_MONOTONIC or CLOCK_REALTIME",
	    "read a clock, where the vDSO cannot" },
	{ "timerfd_settime", SYS_timerfd_settime, test_timer,
	    "fd is the guest's timer", "yield until a deadline" },
	CPU_POLICY
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
test_net(struct bpf *b, const struct policy_params *p)
{
	if (!devpolicy_has(p->mft, MFT_DEV_NET_BASIC))
		return;
	bpf_load_word(b, 0);
	devpolicy_allow_net(b, p->mft);
	bpf_kill(b);
}

static void
test_net_or_console(struct bpf *b, const struct policy_params *p)
{
	bpf_load_word(b, 0);
	devpolicy_allow_net(b, p->mft);
	bpf_allow_only(b, STDOUT_FILENO);
}

static void
test_disk(struct bpf *b, const struct policy_params *p)
{
	devpolicy_disk(b, p->mft);
}

/* A signal mask would let the guest put off the operator's SIGTERM. */
static void
test_epoll(struct bpf *b, const struct policy_params *p)
{
	bpf_load_word(b, 0);
	bpf_kill_unless(b, (uint32_t)p->epollfd);
	bpf_load_word(b, 4);
	bpf_allow_only(b, 0);
}

static void
test_timer(struct bpf *b, const struct policy_params *p)
{
	bpf_load_word(b, 0);
	bpf_allow_only(b, (uint32_t)p->timerfd);
}

static void
test_clock(struct bpf *b, const struct policy_params *p)
{
	(void)p;
	bpf_load_word(b, 0);
	bpf_allow_if(b, CLOCK_MONOTONIC);
	bpf_allow_only(b, CLOCK_REALTIME);
}
