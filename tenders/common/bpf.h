/* SPDX-License-Identifier: ISC */
/*
 * bpf.h: writing a classic BPF program for seccomp(2), instruction by
 * instruction.
 *
 * The program sees struct seccomp_data.  Arguments are 64 bits, and the
 * machine has 32: each is looked at as two halves.
 */
#ifndef SOLO5_COMMON_BPF_H
#define SOLO5_COMMON_BPF_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bpf {
	struct sock_filter *insn;
	size_t len;		/* of the program so far, also past max */
	size_t max;		/* instructions that fit */
	size_t settled;		/* before this, no jump to a verdict is open */
};

/* Appends an instruction; what does not fit is counted and dropped. */
void bpf_stmt(struct bpf *b, uint16_t code, uint32_t k);

/*
 * Appends a conditional jump over jt or jf instructions, or to a verdict:
 * all share the two that bpf_verdicts() appends next.
 */
#define BPF_TO_ALLOW	255
#define BPF_TO_KILL	254
void bpf_jump(struct bpf *b, uint16_t code, uint32_t k, uint8_t jt,
    uint8_t jf);

/*
 * Appends the verdicts, at a place that no instruction falls through to.  A
 * jump reaches no further than 253 instructions, so bpf_verdicts_if_far(),
 * called at least every BPF_STRETCH of them, appends verdicts in time.
 */
#define BPF_STRETCH	80
void bpf_verdicts(struct bpf *b);
void bpf_verdicts_if_far(struct bpf *b);

/* Appends a jump whose length bpf_land() fills in, when it is known. */
size_t bpf_jump_ahead(struct bpf *b);
void bpf_land(struct bpf *b, size_t jump);

/*
 * Begins a program for calls of one machine, an AUDIT_ARCH_..., and brackets
 * the rule of each call: between the two come tests that each end in a
 * verdict, or none, and then the call is like one without a rule.  A is the
 * call's number before a rule and after it.
 */
void bpf_begin(struct bpf *b, uint32_t arch);
size_t bpf_rule_begin(struct bpf *b, int nr);
void bpf_rule_end(struct bpf *b, size_t rule);

/* Load into A: a half of an argument, the call's number, the machine. */
void bpf_load_low(struct bpf *b, unsigned int arg);
void bpf_load_high(struct bpf *b, unsigned int arg);
void bpf_load_nr(struct bpf *b);
void bpf_load_arch(struct bpf *b);

/* Loads the low half of an argument whose high half must be zero. */
void bpf_load_word(struct bpf *b, unsigned int arg);

/* What becomes of A: the verdict if it is k, if it is not, and in any case. */
void bpf_allow_if(struct bpf *b, uint32_t k);
void bpf_kill_unless(struct bpf *b, uint32_t k);
void bpf_allow_only(struct bpf *b, uint32_t k);
void bpf_kill(struct bpf *b);

#endif /* SOLO5_COMMON_BPF_H */
