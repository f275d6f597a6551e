/* SPDX-License-Identifier: ISC */
/*
 * sim.c: a machine for classic BPF, as the kernel's
 * Documentation/networking/filter.rst describes it, and with the restrictions
 * of seccomp(2): loads are of whole words of struct seccomp_data.
 */
#include <config.h>

#include "sim.h"

#include <linux/seccomp.h>
#include <string.h>

#define DATA_SIZE	((uint32_t)sizeof(struct seccomp_data))

struct machine {
	uint32_t a, x, mem[BPF_MEMWORDS];
	const struct seccomp_data *data;
};

/* The instructions that a filter may have. */
static bool
code_known(uint16_t code)
{
	switch (code) {
	case BPF_LD | BPF_W | BPF_ABS:
	case BPF_LD | BPF_W | BPF_LEN:
	case BPF_LD | BPF_IMM:
	case BPF_LD | BPF_MEM:
	case BPF_LDX | BPF_W | BPF_LEN:
	case BPF_LDX | BPF_IMM:
	case BPF_LDX | BPF_MEM:
	case BPF_ST:
	case BPF_STX:
	case BPF_RET | BPF_K:
	case BPF_RET | BPF_A:
	case BPF_MISC | BPF_TAX:
	case BPF_MISC | BPF_TXA:
	case BPF_ALU | BPF_NEG:
	case BPF_JMP | BPF_JA:
		return true;
	}
	/* The others come in two forms, with a constant and with X. */
	switch (code & ~BPF_X) {
	case BPF_ALU | BPF_ADD:
	case BPF_ALU | BPF_SUB:
	case BPF_ALU | BPF_MUL:
	case BPF_ALU | BPF_DIV:
	case BPF_ALU | BPF_AND:
	case BPF_ALU | BPF_OR:
	case BPF_ALU | BPF_XOR:
	case BPF_ALU | BPF_LSH:
	case BPF_ALU | BPF_RSH:
	case BPF_JMP | BPF_JEQ:
	case BPF_JMP | BPF_JGT:
	case BPF_JMP | BPF_JGE:
	case BPF_JMP | BPF_JSET:
		return true;
	}
	return false;
}

static bool
uses_memory(const struct sock_filter *i)
{
	return i->code == (BPF_LD | BPF_MEM) || i->code == (BPF_LDX | BPF_MEM);
}

/* An instruction by itself. */
static const char *
check_insn(const struct sock_filter *i)
{
	if (!code_known(i->code))
		return "unknown instruction";
	if (i->code == (BPF_LD | BPF_W | BPF_ABS) &&
	    (i->k >= DATA_SIZE || i->k % 4 != 0))
		return "load outside the data, or across words of it";
	if ((uses_memory(i) || i->code == BPF_ST || i->code == BPF_STX) &&
	    i->k >= BPF_MEMWORDS)
		return "no such word of memory";
	if (i->code == (BPF_ALU | BPF_DIV | BPF_K) && i->k == 0)
		return "division by zero";
	if ((i->code == (BPF_ALU | BPF_LSH | BPF_K) ||
	    i->code == (BPF_ALU | BPF_RSH | BPF_K)) && i->k >= 32)
		return "shift by more than a word";
	return NULL;
}

/* Where an instruction can lead: to none, one or two, always further on. */
static size_t
successors(const struct sock_filter *insn, size_t pc, size_t to[2])
{
	const struct sock_filter *i = &insn[pc];

	if (BPF_CLASS(i->code) == BPF_RET)
		return 0;
	to[0] = pc + 1;
	if (BPF_CLASS(i->code) != BPF_JMP)
		return 1;
	if (BPF_OP(i->code) == BPF_JA) {
		to[0] += i->k;
		return 1;
	}
	to[1] = to[0] + i->jf;
	to[0] += i->jt;
	return 2;
}

const char *
sim_check(const struct sock_filter *insn, size_t len)
{
	/* The words of memory that are stored on all ways to here. */
	uint16_t stored[BPF_MAXINSNS];
	const char *why;
	size_t n, pc, to[2];

	if (len == 0 || len > BPF_MAXINSNS)
		return "no program, or a long one";
	memset(stored, 0xff, sizeof(stored));
	stored[0] = 0;
	for (pc = 0; pc < len; pc++) {
		why = check_insn(&insn[pc]);
		if (why != NULL)
			return why;
		if (uses_memory(&insn[pc]) &&
		    (stored[pc] & 1u << insn[pc].k) == 0)
			return "load of what was not stored";
		if (insn[pc].code == BPF_ST || insn[pc].code == BPF_STX)
			stored[pc] |= (uint16_t)(1u << insn[pc].k);
		for (n = successors(insn, pc, to); n > 0; n--) {
			if (to[n - 1] >= len)
				return "jump, or fall, behind the end";
			stored[to[n - 1]] &= stored[pc];
		}
		/* Kernels look at what follows a verdict as if it went on. */
		if (BPF_CLASS(insn[pc].code) == BPF_RET && pc + 1 < len)
			stored[pc + 1] &= stored[pc];
	}
	return NULL;
}

void
sim_reachable(const struct sock_filter *insn, size_t len, bool *seen)
{
	size_t n, pc, to[2];

	memset(seen, 0, len * sizeof(*seen));
	seen[0] = true;
	for (pc = 0; pc < len; pc++)
		for (n = seen[pc] ? successors(insn, pc, to) : 0; n > 0; n--)
			seen[to[n - 1]] = true;
}

static uint32_t
load_word(const struct machine *m, uint32_t k)
{
	uint32_t word;

	memcpy(&word, (const char *)m->data + k, sizeof(word));
	return word;
}

static void
load_or_store(struct machine *m, const struct sock_filter *i)
{
	switch (i->code) {
	case BPF_LD | BPF_W | BPF_ABS:
		m->a = load_word(m, i->k);
		break;
	case BPF_LD | BPF_W | BPF_LEN:
		m->a = DATA_SIZE;
		break;
	case BPF_LD | BPF_IMM:
		m->a = i->k;
		break;
	case BPF_LD | BPF_MEM:
		m->a = m->mem[i->k];
		break;
	case BPF_LDX | BPF_W | BPF_LEN:
		m->x = DATA_SIZE;
		break;
	case BPF_LDX | BPF_IMM:
		m->x = i->k;
		break;
	case BPF_LDX | BPF_MEM:
		m->x = m->mem[i->k];
		break;
	case BPF_ST:
		m->mem[i->k] = m->a;
		break;
	case BPF_STX:
		m->mem[i->k] = m->x;
		break;
	case BPF_MISC | BPF_TAX:
		m->x = m->a;
		break;
	case BPF_MISC | BPF_TXA:
		m->a = m->x;
		break;
	}
}

static uint32_t
operand(const struct machine *m, const struct sock_filter *i)
{
	return BPF_SRC(i->code) == BPF_X ? m->x : i->k;
}

/* By X, a shift by more than a word shifts by the rest. */
static uint32_t
alu(const struct machine *m, const struct sock_filter *i)
{
	const uint32_t a = m->a, b = operand(m, i);

	switch (BPF_OP(i->code)) {
	case BPF_ADD:
		return a + b;
	case BPF_SUB:
		return a - b;
	case BPF_MUL:
		return (uint32_t)((uint64_t)a * b);
	case BPF_DIV:
		return b == 0 ? 0 : a / b;
	case BPF_AND:
		return a & b;
	case BPF_OR:
		return a | b;
	case BPF_XOR:
		return a ^ b;
	case BPF_LSH:
		return a << (b & 31);
	case BPF_RSH:
		return a >> (b & 31);
	case BPF_NEG:
		return 0 - a;
	}
	return 0;
}

static bool
condition(const struct machine *m, const struct sock_filter *i)
{
	const uint32_t b = operand(m, i);

	switch (BPF_OP(i->code)) {
	case BPF_JEQ:
		return m->a == b;
	case BPF_JGT:
		return m->a > b;
	case BPF_JGE:
		return m->a >= b;
	case BPF_JSET:
		return (m->a & b) != 0;
	}
	return true;
}

static size_t
jump(const struct machine *m, const struct sock_filter *i, uint8_t *trace)
{
	bool taken;

	if (BPF_OP(i->code) == BPF_JA)
		return i->k;
	taken = condition(m, i);
	*trace |= taken ? SIM_TRUE : SIM_FALSE;
	return taken ? i->jt : i->jf;
}

uint32_t
sim_run(const struct sock_filter *insn, const struct seccomp_data *data,
    uint8_t *trace)
{
	struct machine m = { .data = data };
	uint8_t untraced = 0, *t;
	size_t pc;

	for (pc = 0; ; pc++) {
		t = trace == NULL ? &untraced : &trace[pc];
		*t |= SIM_REACHED;
		switch (BPF_CLASS(insn[pc].code)) {
		case BPF_RET:
			return BPF_RVAL(insn[pc].code) == BPF_A ? m.a :
			    insn[pc].k;
		case BPF_JMP:
			pc += jump(&m, &insn[pc], t);
			break;
		case BPF_ALU:
			m.a = alu(&m, &insn[pc]);
			/*
			 * Division by a zero in X ends the program, with the
			 * verdict 0.
			 */
			if (insn[pc].code == (BPF_ALU | BPF_DIV | BPF_X) &&
			    m.x == 0)
				return 0;
			break;
		default:
			load_or_store(&m, &insn[pc]);
			break;
		}
	}
}
