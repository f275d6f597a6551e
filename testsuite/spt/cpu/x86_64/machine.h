/* SPDX-License-Identifier: ISC */
/*
 * machine.h: what these tests must know of x86_64, without asking the tender.
 * The header of each CPU defines the same names.
 */
#ifndef SOLO5_TESTSUITE_SPT_MACHINE_H
#define SOLO5_TESTSUITE_SPT_MACHINE_H

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stdbool.h>

#define MACHINE_ARCH	AUDIT_ARCH_X86_64

/* Numbers of calls from here on are another set's: x32. */
#define MACHINE_OTHER_SET	0x40000000

/* What only guests on this CPU may do: arch_prctl(ARCH_SET_FS). */
#define MACHINE_ONLY_ALLOWED	true
#define MACHINE_ONLY		"arch_prctl"
#define MACHINE_ONLY_NR		158
#define MACHINE_ONLY_ARG	0x1002

static inline bool
machine_allows(const struct seccomp_data *d)
{
	return d->nr == MACHINE_ONLY_NR && d->args[0] == MACHINE_ONLY_ARG;
}

/* getpid(2) by the entry for 32-bit programs. */
#define MACHINE_OTHER_ENTRY	true

static inline void
machine_call_other(void)
{
	long nr = 20;

	__asm__ volatile ("int $0x80" : "+a" (nr) : : "memory");
}

#endif /* SOLO5_TESTSUITE_SPT_MACHINE_H */
