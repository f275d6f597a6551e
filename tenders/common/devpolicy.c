/* SPDX-License-Identifier: ISC */
/*
 * devpolicy.c: what a filter of system calls says about devices.
 *
 * Filters are written here and not by libseccomp, which compares one argument
 * with one constant: a disk's rule is about the sum of two, and without it a
 * guest could write behind the end of its disk and make the file grow.  The
 * tests use libseccomp for a second opinion on all the rest.
 */
#include <config.h>

#include "devpolicy.h"

#include <stddef.h>

#include <solo5/mft_abi.h>

#include "bpf.h"

void
devpolicy_allow_net(struct bpf *b, const struct mft *mft)
{
	uint32_t i;

	for (i = 1; i < mft->entries; i++)
		if (mft->e[i].type == MFT_DEV_NET_BASIC)
			bpf_allow_if(b, (uint32_t)mft->e[i].b.hostfd);
}

bool
devpolicy_has(const struct mft *mft, uint32_t type)
{
	uint32_t i;

	for (i = 1; i < mft->entries; i++)
		if (mft->e[i].type == type)
			return true;
	return false;
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

void
devpolicy_disk(struct bpf *b, const struct mft *mft)
{
	const struct mft_entry *e;
	size_t next;
	uint32_t i;

	if (!devpolicy_has(mft, MFT_DEV_BLOCK_BASIC))
		return;
	bpf_load_word(b, 0);
	for (i = 1; i < mft->entries; i++) {
		e = &mft->e[i];
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
