/* SPDX-License-Identifier: ISC */
/*
 * hostile.h: page tables, and the rest of what hostile.c does on aarch64.
 */
#ifndef SOLO5_TESTSUITE_CPU_HOSTILE_H
#define SOLO5_TESTSUITE_CPU_HOSTILE_H

#include "guestlib.h"

#define ENTRIES		512
#define GIGABYTE	0x40000000u
#define LARGE_PAGE	0x200000u

/*
 * A table; and memory that is cached, shared and has been accessed, or a
 * device: both may be written to and executed.
 */
#define TABLE		0x3u
#define PAGE		0x701u
#define DEVICE		0x405u
#define DEVICES		4

static uint64_t level1[ENTRIES] __attribute__((__aligned__(4096)));
static uint64_t level2[ENTRIES] __attribute__((__aligned__(4096)));

/* MMU, and execution of nothing that can be written. */
#define SCTLR_M		(1u << 0)
#define SCTLR_WXN	(1u << 19)

static void
clear_control(uint64_t bits)
{
	uint64_t value;

	__asm__ volatile("mrs %0, sctlr_el1" : "=r"(value));
	value &= ~bits;
	__asm__ volatile("dsb sy\n\tmsr sctlr_el1, %0\n\tisb"
	    : : "r"(value) : "memory");
}

/* The first gigabyte, as if nothing in it were protected, and devices. */
static void
own_tables(void)
{
	uint64_t i;

	level1[0] = (uint64_t)(uintptr_t)level2 | TABLE;
	level1[DEVICES] = (uint64_t)DEVICES * GIGABYTE | DEVICE;
	for (i = 0; i < ENTRIES; i++)
		level2[i] = i * LARGE_PAGE | PAGE;
	clear_control(SCTLR_WXN);
	__asm__ volatile("msr ttbr0_el1, %0\n\tisb\n\ttlbi vmalle1\n\t"
	    "dsb sy\n\tisb" : : "r"(level1) : "memory");
	put("tables set\n");
}

/* The low byte of one; that is enough here. */
#define RETURN_INSN	0xc0

/* Of the tables that the guest was given, one of the second level. */
#define GIVEN_TABLES	0x2000u

/* What no guest is to have, if the host has it: fields of ID registers. */
#define FIELD(id, shift, name) do {					\
	uint64_t value_;						\
									\
	__asm__ volatile("mrs %0, " #id : "=r"(value_));		\
	if ((value_ >> (shift) & 0xf) != 0)				\
		put(" " name);						\
} while (0)

static void
print_features(void)
{
	put("features:");
	FIELD(id_aa64dfr0_el1, 8, "counters");
	FIELD(id_aa64dfr0_el1, 32, "profiling");
	FIELD(id_aa64pfr0_el1, 32, "sve");
	FIELD(id_aa64pfr1_el1, 8, "mte");
	FIELD(id_aa64isar1_el1, 4, "pauth");
	FIELD(id_aa64isar1_el1, 8, "pauth");
	put("\n");
}

static void
use_counter(void)
{
	uint64_t value;

	__asm__ volatile("mrs %0, pmcr_el0" : "=r"(value));
	put("read\n");
}

static void
use_device(void)
{
	__asm__ volatile("str wzr, [%0]" : : "r"(0x100001000u) : "memory");
	put("stored\n");
}

/* Not as an address and a value of a register are told: a pair of them. */
static void
use_pair(void)
{
	__asm__ volatile("stp xzr, xzr, [%0]" : : "r"(0x100000000u)
	    : "memory");
	put("stored\n");
}

/* Behind its memory, by physical addresses. */
static void
use_outside(void)
{
	clear_control(SCTLR_M);
	__asm__ volatile("str wzr, [%0]" : : "r"(0x70000000u) : "memory");
	put("stored\n");
}

/* A service of the firmware: SYSTEM_OFF, TRNG_VERSION. */
static void
call(uint64_t function)
{
	register uint64_t x0 __asm__("x0") = function;

	__asm__ volatile("hvc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
	put((int64_t)x0 < 0 || (int32_t)x0 < 0 ? "refused\n" : "served\n");
}

static void
use_power(void)
{
	call(0x84000008);
}

static void
use_entropy(void)
{
	call(0x84000050);
}

static const struct attempt attempts[] = {
	{ "counter", use_counter },
	{ "device", use_device },
	{ "entropy", use_entropy },
	{ "features", print_features },
	{ "outside", use_outside },
	{ "pair", use_pair },
	{ "power", use_power },
};

#endif /* SOLO5_TESTSUITE_CPU_HOSTILE_H */
