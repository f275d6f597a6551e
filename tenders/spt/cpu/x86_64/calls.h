/* SPDX-License-Identifier: ISC */
/*
 * calls.h: system calls that guests may make on this CPU and not on others.
 * The header of each CPU defines the same names.
 */
#ifndef SOLO5_SPT_CALLS_H
#define SOLO5_SPT_CALLS_H

#include <asm/prctl.h>
#include <sys/syscall.h>

#include "common/bpf.h"
#include "spt/policy.h"

/* Rows of the policy. */
#define CPU_POLICY							\
	{ "arch_prctl", SYS_arch_prctl, test_set_fs,			\
	    "code is ARCH_SET_FS", "set the thread pointer, on x86_64 only" },

static inline void
test_set_fs(struct bpf *b, const struct policy_params *p)
{
	(void)p;
	bpf_load_word(b, 0);
	bpf_allow_only(b, ARCH_SET_FS);
}

#endif /* SOLO5_SPT_CALLS_H */
