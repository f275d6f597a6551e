/* SPDX-License-Identifier: ISC */
/*
 * pic.c: the interrupt controllers and the timer that every PC has.
 *
 * Interrupts are let in only while the CPU sleeps, and do nothing but wake
 * it.  The controllers are told to take the CPU's acknowledgement for the
 * end of the interrupt, so that there is nothing more to do.
 */
#include "virtio.h"

#include "cpu.h"
#include "interrupt.h"
#include "port.h"

#define MASTER		0x20
#define SLAVE		0xa0
#define COMMAND		0
#define DATA		1

#define ICW1		0x11	/* edges; four words in all */
#define ICW4		0x03	/* 8086, automatic end of interrupt */
#define CASCADE		2	/* the slave is behind this line */

#define TIMER_LINE	0

static void
set_up(uint16_t chip, uint8_t vector, uint8_t cascade)
{
	port_out8(chip + COMMAND, ICW1);
	port_out8(chip + DATA, vector);
	port_out8(chip + DATA, cascade);
	port_out8(chip + DATA, ICW4);
	port_out8(chip + DATA, 0xff);
}

/*
 * The CPU's own controller may stand between these and the CPU, and not be
 * set up by firmware: then it is told to let them through.
 */
#define CPUID_APIC	9		/* in EDX of leaf 1 */
#define MSR_APIC_BASE	0x1bu
#define APIC_ON		(1u << 11)
#define APIC_BY_MSR	(1u << 10)
#define APIC_ADDRESS	0xfffff000u
#define APIC_MSRS	0x800u		/* one for each 16 bytes of registers */
#define APIC_SPURIOUS	0x0f0u
#define APIC_LINE0	0x350u
#define SPURIOUS_ON	(1u << 8)
#define LINE0_THROUGH	0x700u		/* as a PIC's, not masked */

static void
apic_write(uint32_t base, uint32_t at, uint32_t value)
{
	if ((base & APIC_BY_MSR) != 0)
		__asm__ volatile("wrmsr"
		    : : "c"(APIC_MSRS + at / 16), "a"(value), "d"(0));
	else
		*(volatile uint32_t *)(uintptr_t)((base & APIC_ADDRESS) + at) =
		    value;
}

static void
let_through(void)
{
	uint32_t eax, ebx, ecx, edx, base;

	cpu_id(1, &eax, &ebx, &ecx, &edx);
	if ((edx >> CPUID_APIC & 1) == 0)
		return;
	base = (uint32_t)cpu_msr(MSR_APIC_BASE);
	if ((base & APIC_ON) == 0)
		return;
	apic_write(base, APIC_SPURIOUS,
	    SPURIOUS_ON | (CPU_VECTORS + CPU_INTERRUPTS - 1));
	apic_write(base, APIC_LINE0, LINE0_THROUGH);
}

static uint32_t enabled;

/* There are machines without these; then nothing would end a sleep. */
static bool absent;

void
pic_init(void)
{
	cpu_interrupts_init(cpu_interrupt_entries);
	let_through();
	set_up(MASTER, CPU_VECTORS, 1 << CASCADE);
	set_up(SLAVE, CPU_VECTORS + 8, CASCADE);
	(void)pic_enable(CASCADE);
	(void)pic_enable(TIMER_LINE);
	absent = port_in8(MASTER + DATA) != (uint8_t)~enabled;
}

bool
pic_enable(unsigned int line)
{
	if (line >= PIC_LINES)
		return false;
	enabled |= 1u << line;
	port_out8(MASTER + DATA, (uint8_t)~enabled);
	port_out8(SLAVE + DATA, (uint8_t)~(enabled >> 8));
	return true;
}

/*
 * The second controller asks the first by an edge.  If it still has something
 * to ask for when an interrupt of its lines is taken, QEMU's goes on as it is,
 * and would not be heard again: so it is made to stop for a moment.
 */
void
pic_seen(uint32_t lines)
{
	if (lines >> 8 == 0)
		return;
	port_out8(SLAVE + DATA, 0xff);
	port_out8(SLAVE + DATA, (uint8_t)~(enabled >> 8));
}

uint32_t
pic_sleep(void)
{
	if (absent) {
		__builtin_ia32_pause();
		return 0;
	}
	return cpu_sleep();
}
