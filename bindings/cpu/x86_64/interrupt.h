/* SPDX-License-Identifier: ISC */
/*
 * interrupt.h: interrupts, for targets where something has to end a sleep.
 *
 * They are never let in but in cpu_sleep(), and all that they do is to say
 * that they came.
 */
#ifndef SOLO5_CPU_INTERRUPT_H
#define SOLO5_CPU_INTERRUPT_H

#include <stdint.h>

/* Their vectors follow those of exceptions. */
#define CPU_INTERRUPTS	16

typedef char cpu_interrupt_entry[16];

extern const cpu_interrupt_entry cpu_interrupt_entries[CPU_INTERRUPTS];

/* Lets the CPU find them; after cpu_init(). */
void cpu_interrupts_init(const cpu_interrupt_entry entries[CPU_INTERRUPTS]);

/*
 * Sleeps until an interrupt, or does not if one has been waiting.  Returns a
 * bit for each that came.
 */
uint32_t cpu_sleep(void);

#endif /* SOLO5_CPU_INTERRUPT_H */
