/* SPDX-License-Identifier: ISC */
/*
 * cpu.c: the CPU of a unikernel that has one to itself: tables of segments
 * and exceptions, and what happens when an instruction fails.
 */
#include "cpu.h"

#include "cpu/trap.h"
#include "interrupt.h"
#include "solo5_bindings.h"

/* Descriptors; the selectors are those that tenders enter us with. */
#define DESC_CODE	0x00af9b000000ffffu
#define DESC_DATA	0x00cf93000000ffffu
#define DESC_TSS	0x0000890000000000u
#define GATE_INTERRUPT	0x00008e0000000000u

#define SELECTOR_CODE	8u
#define SELECTOR_TSS	24u

/* The first two of the stacks that the TSS may name. */
#define GATE_IST1	(1ull << 32)
#define GATE_IST2	(2ull << 32)

/* Task-state segment: of all that it has, only stacks are used. */
struct tss {
	uint32_t reserved0;
	uint64_t ring_rsp[3];
	uint64_t reserved1;
	uint64_t trap_rsp[7];
	uint64_t reserved2;
	uint16_t reserved3;
	uint16_t iomap;
} __attribute__((__packed__));

_Static_assert(sizeof(struct tss) == 104, "tss");

/* What LGDT and LIDT take. */
struct table {
	uint16_t limit;
	uint64_t base;
} __attribute__((__packed__));

struct gate {
	uint64_t low;
	uint64_t high;		/* 0 for addresses below 4 GiB */
};

/*
 * Exceptions have a stack of their own: that which failed may be the reason,
 * having run into what must not be written.
 */
static _Alignas(16) char stack[4096];

/* Not initialised, so that an executable needs no page for initial values. */
static struct tss tss;
static uint64_t gdt[5];
static struct gate idt[CPU_VECTORS + CPU_INTERRUPTS];

static void
gdt_load(void)
{
	const struct table table = { sizeof(gdt) - 1, (uintptr_t)gdt };
	uint64_t base = (uintptr_t)&tss;

	tss.trap_rsp[0] = (uintptr_t)stack + sizeof(stack);
	tss.iomap = sizeof(tss);
	gdt[1] = DESC_CODE;
	gdt[2] = DESC_DATA;
	gdt[3] = DESC_TSS | (sizeof(tss) - 1) | (base & 0xffffff) << 16 |
	    (base & 0xff000000) << 32;
	gdt[4] = base >> 32;
	__asm__ volatile("lgdt %0" : : "m"(table));
	__asm__ volatile("ltr %w0" : : "r"(SELECTOR_TSS) : "memory");
}

/* From one gate to the next only the low bits of the address change. */
static void
idt_load(void)
{
	const struct table table = { sizeof(idt) - 1, (uintptr_t)idt };
	uint64_t entry = (uintptr_t)cpu_vectors;
	uint64_t gate = (entry & 0xffff) | (entry & 0xffff0000) << 32 |
	    SELECTOR_CODE << 16 | GATE_IST1 | GATE_INTERRUPT;

	for (unsigned int i = 0; i < CPU_VECTORS; i++) {
		idt[i].low = gate;
		gate += sizeof(cpu_vectors[0]);
	}
	__asm__ volatile("lidt %0" : : "m"(table));
}

/* These have no stack of their own: they interrupt nothing but cpu_sleep(). */
void
cpu_interrupts_init(const cpu_interrupt_entry entries[CPU_INTERRUPTS])
{
	for (unsigned int i = 0; i < CPU_INTERRUPTS; i++) {
		uint64_t entry = (uintptr_t)entries[i];

		idt[CPU_VECTORS + i].low = (entry & 0xffff) |
		    (entry & 0xffff0000) << 32 | SELECTOR_CODE << 16 |
		    GATE_INTERRUPT;
	}
}

void
cpu_interrupt_set(unsigned int vector, const char *entry, char *stack_end)
{
	uint64_t addr = (uintptr_t)entry;

	tss.trap_rsp[1] = (uintptr_t)stack_end;
	idt[vector].low = (addr & 0xffff) | (addr & 0xffff0000) << 32 |
	    SELECTOR_CODE << 16 | GATE_IST2 | GATE_INTERRUPT;
}

void
cpu_tables_init(void)
{
	gdt_load();
	idt_load();
}

static const char *const names[CPU_VECTORS] = {
	"#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM",
	"#DF", "#9", "#TS", "#NP", "#SS", "#GP", "#PF", "#15",
	"#MF", "#AC", "#MC", "#XM", "#VE", "#CP", "#22", "#23",
	"#24", "#25", "#26", "#27", "#HV", "#VC", "#SX", "#31"
};

#define VECTOR_PF	14

/* Exceptions for which the CPU pushes an error code. */
#define WITH_CODE							\
    (1u << 8 | 1u << 10 | 1u << 11 | 1u << 12 | 1u << 13 | 1u << 14 |	\
    1u << 17 | 1u << 21 | 1u << 29 | 1u << 30)

/* The frame stays, for the host to find. */
static struct cpu_trap trap;

static void
trap_fill(const struct cpu_pushed *pushed)
{
	const uint64_t *frame = pushed->frame;

	__asm__ volatile("movq %%cr2, %0" : "=r"(trap.cr2));
	if ((WITH_CODE >> pushed->vector & 1) != 0)
		trap.ec = *frame++;
	trap.rip = frame[0];
	trap.cs = frame[1];
	trap.rflags = frame[2];
	trap.rsp = frame[3];
	trap.ss = frame[4];
	trap.magic = CPU_TRAP_MAGIC;
	memcpy(trap.regs, pushed->regs, sizeof(trap.regs));
}

void
cpu_trapped(const struct cpu_pushed *pushed)
{
	trap_enter();
	trap_fill(pushed);
	platform_trapped(&trap);
	log_release();
	trap_print("Solo5: trap: type=%s ec=0x%lx rip=0x%lx rsp=0x%lx "
	    "rflags=0x%lx\n", names[pushed->vector], ULONG(trap.ec),
	    ULONG(trap.rip), ULONG(trap.rsp), ULONG(trap.rflags));
	if (pushed->vector == VECTOR_PF)
		trap_print("Solo5: trap: cr2=0x%lx\n", ULONG(trap.cr2));
	ABORT("Fatal trap");
}
