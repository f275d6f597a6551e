/* SPDX-License-Identifier: ISC */
/*
 * bpf.h: writing a classic BPF program for seccomp(2), instruction by
 * instruction.
 *
 * The program sees struct seccomp_data.  Arguments are 64 bits, and the
 * machine has 32: each is looked at as two halves.
 */
#ifndef SOLO5_SPT_BPF_H
#define SOLO5_SPT_BPF_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bpf {
	struct sock_filter *insn;
	size_t len;		/* of the program so far, also past max */
	size_t max;		/* instructions that fit */
};

/* Appends an instruction; what does not fit is counted and dropped. */
void bpf_stmt(struct bpf *b, uint16_t code, uint32_t k);

/* Appends a conditional jump over jt or jf instructions. */
void bpf_jump(struct bpf *b, uint16_t code, uint32_t k, uint8_t jt,
    uint8_t jf);

/* Appends a jump whose length bpf_land() fills in, when it is known. */
size_t bpf_jump_ahead(struct bpf *b);
void bpf_land(struct bpf *b, size_t jump);

/* Load into A: a half of an argument, the call's number, the machine. */
void bpf_load_low(struct bpf *b, unsigned int arg);
void bpf_load_high(struct bpf *b, unsigned int arg);
void bpf_load_nr(struct bpf *b);
void bpf_load_arch(struct bpf *b);

/* The verdicts. */
void bpf_allow(struct bpf *b);
void bpf_kill(struct bpf *b);

#endif /* SOLO5_SPT_BPF_H */
