/* SPDX-License-Identifier: ISC */
/*
 * t-sim.c: is the simulator right?  By answers that are known, and by this
 * kernel's on programs made at random.
 */
#include <config.h>

#include <errno.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "kernel.h"
#include "machine.h"
#include "prng.h"
#include "sim.h"

#define INSN(c, t, f, n)						\
    (struct sock_filter){ .code = (c), .jt = (t), .jf = (f), .k = (n) }

#define RANDOM_PROGRAMS	2000	/* unless the command line says */
#define RANDOM_CALLS	16	/* each */
#define BODY_MAX	24
#define JUMP_MAX	3

static const struct seccomp_data data = {
	.nr = 0x11111111,
	.arch = 0x22222222,
	.instruction_pointer = 0x4444444433333333,
	.args = {
		0x6666666655555555, 0x8888888877777777, 0xaaaaaaaa99999999,
		0xccccccccbbbbbbbb, 0xeeeeeeeedddddddd, 0x01234567ffffffff
	}
};

/* What an operation makes of A with a constant, and so with X. */
static const struct {
	uint16_t op;
	uint32_t a;
	uint32_t b;
	uint32_t result;
} operations[] = {
	{ BPF_ALU | BPF_ADD, 7, 5, 12 },
	{ BPF_ALU | BPF_ADD, 0xffffffff, 2, 1 },
	{ BPF_ALU | BPF_SUB, 7, 5, 2 },
	{ BPF_ALU | BPF_SUB, 5, 7, 0xfffffffe },
	{ BPF_ALU | BPF_MUL, 0x10001, 0x10001, 0x20001 },
	{ BPF_ALU | BPF_DIV, 0xffffffff, 16, 0x0fffffff },
	{ BPF_ALU | BPF_AND, 0xff00ff, 0x0ff00f, 0x0f000f },
	{ BPF_ALU | BPF_OR, 0xff00ff, 0x0ff00f, 0xfff0ff },
	{ BPF_ALU | BPF_XOR, 0xff00ff, 0x0ff00f, 0xf0f0f0 },
	{ BPF_ALU | BPF_LSH, 0x80000001, 31, 0x80000000 },
	{ BPF_ALU | BPF_RSH, 0x80000001, 31, 1 },
	{ BPF_JMP | BPF_JEQ, 5, 5, 1 },
	{ BPF_JMP | BPF_JEQ, 5, 6, 0 },
	{ BPF_JMP | BPF_JGT, 0xffffffff, 0, 1 },
	{ BPF_JMP | BPF_JGT, 5, 5, 0 },
	{ BPF_JMP | BPF_JGT, 4, 5, 0 },
	{ BPF_JMP | BPF_JGE, 5, 5, 1 },
	{ BPF_JMP | BPF_JGE, 0, 0xffffffff, 0 },
	{ BPF_JMP | BPF_JSET, 6, 4, 1 },
	{ BPF_JMP | BPF_JSET, 6, 9, 0 },
};

static void
test_operation(size_t n, uint16_t source)
{
	const uint32_t b = operations[n].b;
	const uint16_t op = operations[n].op | source;
	const struct sock_filter insn[] = {
		INSN(BPF_LD | BPF_IMM, 0, 0, operations[n].a),
		INSN(BPF_LDX | BPF_IMM, 0, 0, source == BPF_X ? b : ~b),
		INSN(op, 0, 1, source == BPF_X ? ~b : b),
		INSN(BPF_RET | BPF_K, 0, 0, 1),
		INSN(BPF_RET | BPF_K, 0, 0, 0),
	};
	struct sock_filter sum[4];

	if (BPF_CLASS(op) == BPF_JMP) {
		CHECK_CASE(sim_run(insn, &data, NULL) == operations[n].result,
		    "%#x", op);
		return;
	}
	memcpy(sum, insn, 3 * sizeof(insn[0]));
	sum[3] = INSN(BPF_RET | BPF_A, 0, 0, 0);
	CHECK_CASE(sim_run(sum, &data, NULL) == operations[n].result, "%#x",
	    op);
}

static void
test_loads(void)
{
	struct sock_filter insn[] = {
		INSN(BPF_LD | BPF_W | BPF_ABS, 0, 0, 0),
		INSN(BPF_STX, 0, 0, 15),
		INSN(BPF_MISC | BPF_TAX, 0, 0, 0),
		INSN(BPF_ST, 0, 0, 0),
		INSN(BPF_LD | BPF_MEM, 0, 0, 15),
		INSN(BPF_LDX | BPF_MEM, 0, 0, 0),
		INSN(BPF_MISC | BPF_TXA, 0, 0, 0),
		INSN(BPF_RET | BPF_A, 0, 0, 0),
	};
	uint32_t want;

	CHECK(sim_check(insn, NELEM(insn)) == NULL);
	for (insn[0].k = 0; insn[0].k < sizeof(data); insn[0].k += 4) {
		memcpy(&want, (const char *)&data + insn[0].k, sizeof(want));
		CHECK(sim_check(insn, NELEM(insn)) == NULL);
		CHECK_CASE(sim_run(insn, &data, NULL) == want, "%u", insn[0].k);
	}
	CHECK(sim_check(insn, NELEM(insn)) != NULL);
}

/* A jump of either kind, and what a trace tells of it. */
static void
test_trace(void)
{
	const struct sock_filter insn[] = {
		INSN(BPF_LD | BPF_W | BPF_ABS, 0, 0, 0),
		INSN(BPF_JMP | BPF_JEQ | BPF_K, 1, 2, 0x11111111),
		INSN(BPF_RET | BPF_K, 0, 0, 1),
		INSN(BPF_JMP | BPF_JA, 0, 0, 1),
		INSN(BPF_RET | BPF_K, 0, 0, 2),
		INSN(BPF_RET | BPF_K, 0, 0, 3),
	};
	const uint8_t want[] = {
		SIM_REACHED, SIM_REACHED | SIM_TRUE, 0, SIM_REACHED, 0,
		SIM_REACHED
	};
	uint8_t trace[NELEM(insn)] = { 0 };
	bool seen[NELEM(insn)];

	CHECK(sim_check(insn, NELEM(insn)) == NULL);
	CHECK(sim_run(insn, &data, trace) == 3);
	CHECK(memcmp(trace, want, sizeof(want)) == 0);
	sim_reachable(insn, NELEM(insn), seen);
	CHECK(seen[0] && seen[1] && !seen[2] && seen[3] && seen[4] && seen[5]);
}

/* Programs that no kernel would load, each of two instructions. */
static const struct sock_filter bad[][2] = {
	{ INSN(0xffff, 0, 0, 0) },
	{ INSN(BPF_LD | BPF_H | BPF_ABS, 0, 0, 0) },
	{ INSN(BPF_LD | BPF_W | BPF_IND, 0, 0, 0) },
	{ INSN(BPF_LD | BPF_W | BPF_ABS, 0, 0, 2) },
	{ INSN(BPF_LD | BPF_W | BPF_ABS, 0, 0, sizeof(data)) },
	{ INSN(BPF_LD | BPF_MEM, 0, 0, 0) },
	{ INSN(BPF_ST, 0, 0, BPF_MEMWORDS) },
	{ INSN(BPF_ALU | BPF_DIV | BPF_K, 0, 0, 0) },
	{ INSN(BPF_ALU | BPF_MOD | BPF_K, 0, 0, 3) },
	{ INSN(BPF_ALU | BPF_LSH | BPF_K, 0, 0, 32) },
	{ INSN(BPF_JMP | BPF_JA, 0, 0, 1) },
	{ INSN(BPF_JMP | BPF_JA, 0, 0, 0xffffffff) },
	{ INSN(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 0) },
	{ INSN(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0) },
};

static void
test_bad(void)
{
	const struct sock_filter ret = INSN(BPF_RET | BPF_K, 0, 0, 0);
	const struct sock_filter fall = INSN(BPF_LD | BPF_IMM, 0, 0, 0);
	struct sock_filter insn[2] = { ret, ret };
	size_t i;

	CHECK(sim_check(insn, 1) == NULL);
	CHECK(sim_check(insn, 2) == NULL);
	CHECK(sim_check(insn, 0) != NULL);
	CHECK(sim_check(insn, BPF_MAXINSNS + 1) != NULL);
	insn[1] = fall;
	CHECK(sim_check(insn, 2) != NULL);
	insn[1] = ret;
	for (i = 0; i < NELEM(bad); i++) {
		insn[0] = bad[i][0];
		CHECK_CASE(sim_check(insn, 2) != NULL, "%zu", i);
	}
}

/* A program at random; body instructions, and what makes them harmless. */
struct program {
	struct sock_filter insn[BODY_MAX + JUMP_MAX + 6];
	size_t len;
	uint64_t args[RANDOM_CALLS][6];
	/* Written by the child. */
	int error;			/* of loading it */
	unsigned int calls;		/* that came back */
	int result[RANDOM_CALLS];	/* an errno */
};

static struct sock_filter
random_insn(uint64_t *state)
{
	static const uint16_t codes[] = {
		BPF_LD | BPF_W | BPF_ABS, BPF_LD | BPF_W | BPF_ABS,
		BPF_LD | BPF_W | BPF_LEN, BPF_LDX | BPF_W | BPF_LEN,
		BPF_LD | BPF_IMM, BPF_LDX | BPF_IMM,
		BPF_LD | BPF_MEM, BPF_LDX | BPF_MEM,
		BPF_ST, BPF_STX, BPF_ST, BPF_STX,
		BPF_MISC | BPF_TAX, BPF_MISC | BPF_TXA,
		BPF_ALU | BPF_ADD, BPF_ALU | BPF_SUB, BPF_ALU | BPF_MUL,
		BPF_ALU | BPF_DIV, BPF_ALU | BPF_AND, BPF_ALU | BPF_OR,
		BPF_ALU | BPF_XOR, BPF_ALU | BPF_LSH, BPF_ALU | BPF_RSH,
		BPF_ALU | BPF_NEG,
		BPF_JMP | BPF_JA, BPF_JMP | BPF_JEQ, BPF_JMP | BPF_JGT,
		BPF_JMP | BPF_JGE, BPF_JMP | BPF_JSET,
	};
	struct sock_filter i = { 0 };

	i.code = codes[prng_below(state, NELEM(codes))];
	if ((BPF_CLASS(i.code) == BPF_ALU || BPF_CLASS(i.code) == BPF_JMP) &&
	    prng_below(state, 2) == 0)
		i.code |= BPF_X;
	if (prng_below(state, 200) == 0)
		i.code = (uint16_t)prng_below(state, 256);
	i.jt = (uint8_t)prng_below(state, JUMP_MAX + 1);
	i.jf = (uint8_t)prng_below(state, JUMP_MAX + 1);
	/* Often good for shifts and memory, now and then for nothing. */
	i.k = (uint32_t)prng_below(state, prng_below(state, 40) == 0 ? 80 : 3);
	if (BPF_CLASS(i.code) == BPF_ALU && prng_below(state, 2) == 0)
		i.k = (uint32_t)prng_next(state) >> prng_below(state, 32);
	/* The address of the call is not known here; the rest is. */
	if (i.code == (BPF_LD | BPF_W | BPF_ABS))
		i.k = i.k < 2 ? 4 * i.k :
		    16 + 4 * (uint32_t)prng_below(state, 12);
	/* Only to where they come from the body, or to nowhere. */
	if (i.code == (BPF_JMP | BPF_JA) && i.k > JUMP_MAX)
		i.k = (uint32_t)prng_next(state) | 0x100;
	/* A verdict is for the end. */
	if (BPF_CLASS(i.code) == BPF_RET)
		i.code = BPF_MISC | BPF_TAX;
	return i;
}

/*
 * One call gets the program's last A as its errno; all others are allowed, so
 * that the child can go on.
 */
static void
random_program(struct program *p, uint64_t *state)
{
	struct sock_filter *i = p->insn;
	size_t n, arg;

	*i++ = INSN(BPF_LD | BPF_W | BPF_ABS, 0, 0, 0);
	*i++ = INSN(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, SYS_getppid);
	*i++ = INSN(BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
	for (n = 1 + prng_below(state, BODY_MAX); n > 0; n--)
		*i++ = random_insn(state);
	for (n = 0; n < JUMP_MAX; n++)
		*i++ = INSN(BPF_JMP | BPF_JA, 0, 0, 0);
	*i++ = INSN(BPF_ALU | BPF_AND | BPF_K, 0, 0, 0xfff);
	*i++ = INSN(BPF_ALU | BPF_OR | BPF_K, 0, 0, SECCOMP_RET_ERRNO);
	*i++ = INSN(BPF_RET | BPF_A, 0, 0, 0);
	p->len = (size_t)(i - p->insn);
	p->calls = 0;
	for (n = 0; n < RANDOM_CALLS; n++)
		for (arg = 0; arg < 6; arg++)
			p->args[n][arg] = prng_next(state) >>
			    prng_below(state, 64);
}

static void
run_in_kernel(void *arg)
{
	struct program *p = arg;
	unsigned int n;

	p->error = kernel_load(p->insn, p->len);
	for (n = 0; p->error == 0 && n < RANDOM_CALLS; n++) {
		errno = 0;
		(void)syscall(SYS_getppid, p->args[n][0], p->args[n][1],
		    p->args[n][2], p->args[n][3], p->args[n][4],
		    p->args[n][5]);
		p->result[n] = errno;
		p->calls++;
	}
}

/* The verdicts: an errno, or the end where X was divided by. */
static void
compare_calls(const struct program *p, const struct child *child, size_t nr)
{
	struct seccomp_data d = { .nr = SYS_getppid, .arch = MACHINE_ARCH };
	uint32_t verdict = SECCOMP_RET_ERRNO;
	unsigned int n;

	for (n = 0; n < RANDOM_CALLS; n++) {
		memcpy(d.args, p->args[n], sizeof(d.args));
		verdict = sim_run(p->insn, &d, NULL);
		if (verdict == 0)
			break;
		if (!CHECK_CASE(n < p->calls && (SECCOMP_RET_ERRNO |
		    (uint32_t)p->result[n]) == verdict, "%zu, call %u: %#x",
		    nr, n, verdict))
			return;
	}
	CHECK_CASE(p->calls == n, "%zu: %u", nr, n);
	CHECK_CASE(child->signal == (verdict == 0 ? SIGSYS : 0), "%zu", nr);
}

static void
test_random(size_t programs)
{
	static struct child child;
	struct program *p = child_share(sizeof(*p));
	uint64_t state = 0x6270662d73696dull;
	size_t i, loaded = 0;
	const char *why;

	for (i = 0; i < programs; i++) {
		random_program(p, &state);
		child_run(&child, run_in_kernel, p);
		why = sim_check(p->insn, p->len);
		CHECK_CASE(p->error == (why == NULL ? 0 : EINVAL),
		    "%zu: %s: %d", i, why == NULL ? "good" : why, p->error);
		if (why != NULL || p->error != 0)
			continue;
		loaded++;
		compare_calls(p, &child, i);
	}
	printf("%zu of %zu programs were good\n", loaded, programs);
	CHECK(loaded > programs / 5);
	CHECK(loaded < programs - programs / 20);
}

int
main(int argc, char **argv)
{
	size_t n;

	for (n = 0; n < NELEM(operations); n++) {
		test_operation(n, BPF_K);
		test_operation(n, BPF_X);
	}
	test_loads();
	test_trace();
	test_bad();
	kernel_require();
	test_random(argc > 1 ? strtoul(argv[1], NULL, 0) : RANDOM_PROGRAMS);
	return check_status();
}
