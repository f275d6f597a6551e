/* SPDX-License-Identifier: ISC */
/*
 * cpu.c: the CPU of a unikernel that has one to itself: where exceptions go,
 * and what happens when an instruction fails.
 */
#include "cpu.h"

#include "cpu/trap.h"
#include "solo5_bindings.h"

/* As vectors.S has it. */
_Static_assert(offsetof(struct cpu_trap, far) == 0, "far");
_Static_assert(offsetof(struct cpu_trap, esr) == 8, "esr");
_Static_assert(offsetof(struct cpu_trap, pc) == 16, "pc");
_Static_assert(offsetof(struct cpu_trap, pstate) == 24, "pstate");
_Static_assert(offsetof(struct cpu_trap, sp) == 32, "sp");
_Static_assert(offsetof(struct cpu_trap, regs) == 48, "regs");
_Static_assert(sizeof(struct cpu_trap) == 296, "cpu_trap");
_Static_assert(CPU_TRAP_STACK == 4096, "cpu_trap_stack");

_Alignas(16) char cpu_trap_stack[CPU_TRAP_STACK];

void
cpu_init(void)
{
	__asm__ volatile(
	    "msr vbar_el1, %0\n\t"
	    "isb"
	    : : "r"(cpu_vectors) : "memory");
}

/* Classes of exceptions, as ESR has them in these bits. */
#define ESR_CLASS(esr)	((esr) >> 26 & 0x3f)

#define CLASS_FETCH	0x21
#define CLASS_PC	0x22
#define CLASS_DATA	0x25
#define CLASS_WATCH	0x35

/* Those that a unikernel can cause at its own level; a "#" as on x86_64. */
static const struct class {
	uint8_t class;
	char name[7];
} classes[] = {
	{ 0x00, "UNDEF" },
	{ 0x01, "WFX" },
	{ 0x07, "FP" },
	{ 0x0d, "BTI" },
	{ 0x0e, "STATE" },
	{ 0x15, "SVC" },
	{ 0x16, "HVC" },
	{ 0x17, "SMC" },
	{ 0x18, "SYSREG" },
	{ 0x19, "SVE" },
	{ 0x1c, "PAC" },
	{ CLASS_FETCH, "FETCH" },
	{ CLASS_PC, "PC" },
	{ CLASS_DATA, "DATA" },
	{ 0x26, "SP" },
	{ 0x2c, "FPE" },
	{ 0x31, "BREAK" },
	{ 0x33, "STEP" },
	{ CLASS_WATCH, "WATCH" },
	{ 0x3c, "BRK" },
};

/* Of a vector the kind; only the first has a class. */
static const char *
trap_name(unsigned int vector, uint64_t esr)
{
	static const char kinds[][7] = { "OTHER", "IRQ", "FIQ", "SERROR" };

	if (vector % 4 != 0)
		return kinds[vector % 4];
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (classes[i].class == ESR_CLASS(esr))
			return classes[i].name;
	return kinds[0];
}

/* Whether FAR says for which address it was. */
static bool
trap_has_address(unsigned int vector, uint64_t esr)
{
	unsigned int class = ESR_CLASS(esr);

	return vector % 4 == 0 && (class == CLASS_FETCH ||
	    class == CLASS_PC || class == CLASS_DATA || class == CLASS_WATCH);
}

/* The frame stays, for the host to find. */
static struct cpu_trap trap;

void
cpu_trapped(const struct cpu_trap *saved, unsigned int vector)
{
	trap_enter();
	trap = *saved;
	trap.magic = CPU_TRAP_MAGIC;
	platform_trapped(&trap);
	log_release();
	trap_print("Solo5: trap: type=#%s esr=0x%lx elr=0x%lx sp=0x%lx "
	    "spsr=0x%lx\n", trap_name(vector, trap.esr), ULONG(trap.esr),
	    ULONG(trap.pc), ULONG(trap.sp), ULONG(trap.pstate));
	if (trap_has_address(vector, trap.esr))
		trap_print("Solo5: trap: far=0x%lx\n", ULONG(trap.far));
	ABORT("Fatal trap");
}
