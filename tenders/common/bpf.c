/* SPDX-License-Identifier: ISC */
/*
 * bpf.c: instructions of classic BPF; see seccomp(2) and the kernel's
 * Documentation/networking/filter.rst.
 */
#include <config.h>

#include "bpf.h"

#include <linux/seccomp.h>

/* All supported machines are little-endian: the low half comes first. */
#define ARGS		((uint32_t)offsetof(struct seccomp_data, args))
#define ARG_LOW(n)	(ARGS + 8 * (n))
#define ARG_HIGH(n)	(ARG_LOW(n) + 4)

void
bpf_stmt(struct bpf *b, uint16_t code, uint32_t k)
{
	bpf_jump(b, code, k, 0, 0);
}

void
bpf_jump(struct bpf *b, uint16_t code, uint32_t k, uint8_t jt, uint8_t jf)
{
	if (b->len < b->max)
		b->insn[b->len] = (struct sock_filter){
			.code = code, .jt = jt, .jf = jf, .k = k
		};
	b->len++;
}

/* The distance that a jump at index i has been waiting for. */
static uint8_t
settle(uint8_t distance, size_t i, size_t verdicts)
{
	switch (distance) {
	case BPF_TO_KILL:
		return (uint8_t)(verdicts - i - 1);
	case BPF_TO_ALLOW:
		return (uint8_t)(verdicts - i);
	}
	return distance;
}

void
bpf_verdicts(struct bpf *b)
{
	const size_t verdicts = b->len;
	size_t i;

	bpf_kill(b);
	bpf_stmt(b, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	for (i = b->settled; i < verdicts && i < b->max; i++) {
		b->insn[i].jt = settle(b->insn[i].jt, i, verdicts);
		b->insn[i].jf = settle(b->insn[i].jf, i, verdicts);
	}
	b->settled = b->len;
}

void
bpf_verdicts_if_far(struct bpf *b)
{
	if (b->len - b->settled >= BPF_TO_KILL - BPF_STRETCH)
		bpf_verdicts(b);
}

size_t
bpf_jump_ahead(struct bpf *b)
{
	bpf_stmt(b, BPF_JMP | BPF_JA, 0);
	return b->len - 1;
}

void
bpf_land(struct bpf *b, size_t jump)
{
	if (jump < b->max)
		b->insn[jump].k = (uint32_t)(b->len - jump - 1);
}

void
bpf_load_low(struct bpf *b, unsigned int arg)
{
	bpf_stmt(b, BPF_LD | BPF_W | BPF_ABS, ARG_LOW(arg));
}

void
bpf_load_high(struct bpf *b, unsigned int arg)
{
	bpf_stmt(b, BPF_LD | BPF_W | BPF_ABS, ARG_HIGH(arg));
}

void
bpf_load_nr(struct bpf *b)
{
	bpf_stmt(b, BPF_LD | BPF_W | BPF_ABS,
	    (uint32_t)offsetof(struct seccomp_data, nr));
}

void
bpf_load_arch(struct bpf *b)
{
	bpf_stmt(b, BPF_LD | BPF_W | BPF_ABS,
	    (uint32_t)offsetof(struct seccomp_data, arch));
}

void
bpf_load_word(struct bpf *b, unsigned int arg)
{
	bpf_load_high(b, arg);
	bpf_kill_unless(b, 0);
	bpf_load_low(b, arg);
}

void
bpf_allow_if(struct bpf *b, uint32_t k)
{
	bpf_jump(b, BPF_JMP | BPF_JEQ | BPF_K, k, BPF_TO_ALLOW, 0);
}

void
bpf_kill_unless(struct bpf *b, uint32_t k)
{
	bpf_jump(b, BPF_JMP | BPF_JEQ | BPF_K, k, 0, BPF_TO_KILL);
}

void
bpf_allow_only(struct bpf *b, uint32_t k)
{
	bpf_jump(b, BPF_JMP | BPF_JEQ | BPF_K, k, BPF_TO_ALLOW, BPF_TO_KILL);
}

void
bpf_kill(struct bpf *b)
{
	bpf_stmt(b, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
}

void
bpf_begin(struct bpf *b, uint32_t arch)
{
	/* Numbers mean nothing before it is known whose they are. */
	bpf_load_arch(b);
	bpf_kill_unless(b, arch);
	bpf_load_nr(b);
}

/* The rule is named by its jump over the tests. */
size_t
bpf_rule_begin(struct bpf *b, int nr)
{
	bpf_jump(b, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)nr, 1, 0);
	return bpf_jump_ahead(b);
}

void
bpf_rule_end(struct bpf *b, size_t rule)
{
	if (b->len == rule + 1) {
		b->len = rule - 1;
		return;
	}
	bpf_verdicts_if_far(b);
	bpf_land(b, rule);
}
