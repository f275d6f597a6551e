/* SPDX-License-Identifier: ISC */
/*
 * t-aarch64.c: what gdb and core dumps are told about the registers of
 * aarch64, on any host.
 */
#include <config.h>

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <solo5/hvt_abi.h>

#include "check.h"
#include "vm_debug.h"

static const struct cpu_debug *const cpu = &cpu_debug_aarch64;

/* Every byte of every register differs from its neighbours. */
static struct cpu_regs
some_regs(void)
{
	struct cpu_regs regs;
	uint8_t *p = (uint8_t *)&regs.a64;
	size_t i;

	memset(&regs, 0, sizeof(regs));
	for (i = 0; i < sizeof(regs.a64); i++)
		p[i] = (uint8_t)(i * 7 + i / 256);
	return regs;
}

/* The packet of all registers: gdb numbers 68 of them, of 788 bytes. */
static void
check_registers(void)
{
	static const struct {
		size_t nr;
		const char *name;
		size_t size;
	} known[] = {
		{ 0, "x0", 8 }, { 30, "x30", 8 }, { 31, "sp", 8 },
		{ 32, "pc", 8 }, { 33, "cpsr", 4 }, { 34, "v0", 16 },
		{ 65, "v31", 16 }, { 66, "fpsr", 4 }, { 67, "fpcr", 4 },
	};
	const struct cpu_reg *all[128];
	size_t i, j, n = 0, size = 0;

	for (i = 0; i < cpu->nfeatures; i++)
		for (j = 0; j < cpu->feature[i].nregs && n < 128; j++)
			all[n++] = &cpu->feature[i].reg[j];
	CHECK(n == 68);
	for (i = 0; i < n; i++) {
		/* One behind the other, as struct a64_regs has them. */
		CHECK_CASE(all[i]->offset == size, "%s", all[i]->name);
		size += all[i]->size;
	}
	CHECK(size == 788);
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		CHECK_CASE(known[i].nr < n &&
		    strcmp(all[known[i].nr]->name, known[i].name) == 0 &&
		    all[known[i].nr]->size == known[i].size, "%s",
		    known[i].name);
	CHECK(n > 32 && cpu->pc == all[32]->offset);
}

/* As Linux has it in <asm/ptrace.h>, and elf_prstatus around it. */
static void
check_core(void)
{
	const struct cpu_regs regs = some_regs();
	const struct a64_regs *r = &regs.a64;
	const uint64_t pstate = r->cpsr;
	uint8_t note[1024] = { 0 };

	CHECK(cpu->core->prstatus_size == 392);
	cpu->core->prstatus(&regs, note);
	CHECK(memcmp(note + 112, r->x, sizeof(r->x)) == 0);
	CHECK(memcmp(note + 112 + 31 * 8, &r->sp, 8) == 0);
	CHECK(memcmp(note + 112 + 32 * 8, &r->pc, 8) == 0);
	CHECK(memcmp(note + 112 + 33 * 8, &pstate, 8) == 0);
	CHECK(cpu->core->fpregset_size == 528);
	cpu->core->fpregset(&regs, note);
	CHECK(memcmp(note, r->v, sizeof(r->v)) == 0);
	CHECK(memcmp(note + 512, &r->fpsr, 4) == 0);
	CHECK(memcmp(note + 516, &r->fpcr, 4) == 0);
}

/* The frame of a guest's handler, and what only looks like one. */
static void
check_trap(void)
{
	struct hvt_trap_aarch64 frame = {
		.far = 8, .esr = 0x96000047, .pc = 0x103100,
		.pstate = 0x600003c5, .sp = 0xfffef0, .magic = HVT_TRAP_REGS,
		.x = { [0] = 1, [29] = 0xffff50, [30] = 0x10314c },
	};
	const struct cpu_regs before = some_regs();
	struct cpu_regs regs = before;
	uint8_t cookie[HVT_HALT_COOKIE_SIZE] = { 0 };

	CHECK(!cpu->trap(cookie, &regs));
	CHECK(memcmp(&regs, &before, sizeof(regs)) == 0);
	memcpy(cookie, &frame, sizeof(frame));
	CHECK(cpu->trap(cookie, &regs));
	CHECK(regs.a64.pc == frame.pc && regs.a64.sp == frame.sp);
	CHECK(regs.a64.cpsr == frame.pstate);
	CHECK(memcmp(regs.a64.x, frame.x, sizeof(frame.x)) == 0);
	/* A handler does not change these. */
	CHECK(memcmp(regs.a64.v, before.a64.v, sizeof(before.a64.v)) == 0);
	CHECK(regs.a64.fpcr == before.a64.fpcr);
}

/* BRK #0, which stops before it is executed. */
static void
check_breakpoint(void)
{
	static const uint8_t brk[] = { 0x00, 0x00, 0x20, 0xd4 };

	CHECK(cpu->breakpoint_size == sizeof(brk) &&
	    memcmp(cpu->breakpoint, brk, sizeof(brk)) == 0);
	CHECK(cpu->breakpoint_pc == 0 && cpu->trap_size == sizeof(brk));
}

int
main(void)
{
	check_registers();
	check_core();
	check_trap();
	check_breakpoint();
	return check_status();
}
