/* SPDX-License-Identifier: ISC */
/*
 * policy.c: the system calls that a guest may make, and the filter made from
 * them.
 *
 * The filter is written here and not by libseccomp, which compares one
 * argument with one constant: a disk's rule is about the sum of two, and
 * without it a guest could write behind the end of its disk and make the file
 * grow.  The tests use libseccomp for a second opinion on all the rest.
 */
#include <config.h>

#include "policy.h"

#include <linux/seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <solo5/mft_abi.h>

#include "bpf.h"
#include "compiler.h"
#include "cpu.h"

static void	test_clock(struct bpf *, const struct policy_params *);
static void	test_disk(struct bpf *, const struct policy_params *);
static void	test_epoll(struct bpf *, const struct policy_params *);
static void	test_net(struct bpf *, const struct policy_params *);
static void	test_net_or_console(struct bpf *, const struct policy_params *);
static void	test_nothing(struct bpf *, const struct policy_params *);
static void	test_set_fs(struct bpf *, const struct policy_params *);
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
	    "fd is a block device's, offset + count is at most its capacity",
	    "read blocks" },
	{ "pwrite64", SYS_pwrite64, test_disk,
	    "fd is a block device's, offset + count is at most its capacity",
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

/* A is an fd: allowed if it is one of the network devices'. */
static void
allow_net(struct bpf *b, const struct mft *mft)
{
	uint32_t i;

	for (i = 1; i < mft->entries; i++)
		if (mft->e[i].type == MFT_DEV_NET_BASIC)
			bpf_allow_if(b, (uint32_t)mft->e[i].b.hostfd);
}

static bool
has_type(const struct mft *mft, uint32_t type)
{
	uint32_t i;

	for (i = 1; i < mft->entries; i++)
		if (mft->e[i].type == type)
			return true;
	return false;
}

static void
test_net(struct bpf *b, const struct policy_params *p)
{
	if (!has_type(p->mft, MFT_DEV_NET_BASIC))
		return;
	bpf_load_word(b, 0);
	allow_net(b, p->mft);
	bpf_kill(b);
}

static void
test_net_or_console(struct bpf *b, const struct policy_params *p)
{
	bpf_load_word(b, 0);
	allow_net(b, p->mft);
	bpf_allow_only(b, STDOUT_FILENO);
}

/*
 * offset + count <= capacity, for (fd, buf, count, offset).  count has 32
 * bits, which is more than the kernel moves at once.  The high half of offset
 * is not above that of the capacity, which has 63 bits, so adding the carry
 * to it cannot wrap.
 */
static void
allow_within(struct bpf *b, uint64_t capacity)
{
	const uint32_t high = (uint32_t)(capacity >> 32);
	const uint32_t low = (uint32_t)capacity;

	bpf_load_word(b, 2);
	bpf_stmt(b, BPF_MISC | BPF_TAX, 0);		/* X = count */
	bpf_load_low(b, 3);
	bpf_stmt(b, BPF_ALU | BPF_ADD | BPF_X, 0);	/* A = low sum */
	bpf_stmt(b, BPF_ST, 0);				/* M[0] = A */
	/* A carry leaves a sum that is smaller than what was added. */
	bpf_jump(b, BPF_JMP | BPF_JGE | BPF_X, 0, 4, 0);
	bpf_load_high(b, 3);
	bpf_jump(b, BPF_JMP | BPF_JGT | BPF_K, high, BPF_TO_KILL, 0);
	bpf_stmt(b, BPF_ALU | BPF_ADD | BPF_K, 1);
	bpf_stmt(b, BPF_JMP | BPF_JA, 1);
	bpf_load_high(b, 3);
	/* A = high half of the sum. */
	bpf_jump(b, BPF_JMP | BPF_JGT | BPF_K, high, BPF_TO_KILL, 0);
	bpf_jump(b, BPF_JMP | BPF_JEQ | BPF_K, high, 0, BPF_TO_ALLOW);
	bpf_stmt(b, BPF_LD | BPF_MEM, 0);
	bpf_jump(b, BPF_JMP | BPF_JGT | BPF_K, low, BPF_TO_KILL, BPF_TO_ALLOW);
}

static void
test_disk(struct bpf *b, const struct policy_params *p)
{
	const struct mft_entry *e;
	size_t next;
	uint32_t i;

	if (!has_type(p->mft, MFT_DEV_BLOCK_BASIC))
		return;
	bpf_load_word(b, 0);
	for (i = 1; i < p->mft->entries; i++) {
		e = &p->mft->e[i];
		if (e->type != MFT_DEV_BLOCK_BASIC)
			continue;
		bpf_jump(b, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)e->b.hostfd,
		    1, 0);
		next = bpf_jump_ahead(b);
		allow_within(b, e->u.block_basic.capacity);
		bpf_verdicts_if_far(b);
		bpf_land(b, next);
	}
	bpf_kill(b);
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

static void
test_set_fs(struct bpf *b, const struct policy_params *p)
{
	(void)p;
	bpf_load_word(b, 0);
	bpf_allow_only(b, CPU_SET_FS);
}

/* A is the call's number, and is again behind the rule. */
static void
compile_rule(struct bpf *b, const struct policy_rule *rule,
    const struct policy_params *params)
{
	size_t next, start = b->len;

	bpf_jump(b, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)rule->nr, 1, 0);
	next = bpf_jump_ahead(b);
	rule->test(b, params);
	if (b->len == next + 1) {
		b->len = start;
		return;
	}
	bpf_verdicts_if_far(b);
	bpf_land(b, next);
}

size_t
policy_compile(const struct policy_params *params, struct sock_filter *insn,
    size_t max)
{
	struct bpf b = { .insn = insn, .max = max };
	size_t i;

	/* Numbers mean nothing before it is known whose they are. */
	bpf_load_arch(&b);
	bpf_kill_unless(&b, CPU_AUDIT_ARCH);
	bpf_load_nr(&b);
	for (i = 0; i < policy_table_size; i++)
		compile_rule(&b, &policy_table[i], params);
	bpf_verdicts(&b);
	return b.len;
}
