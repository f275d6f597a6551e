/* SPDX-License-Identifier: ISC */
/*
 * machine.h: what these tests must know of ppc64le, without asking the tender.
 * The header of each CPU defines the same names.
 */
#ifndef SOLO5_TESTSUITE_SPT_MACHINE_H
#define SOLO5_TESTSUITE_SPT_MACHINE_H

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <sys/syscall.h>

#define MACHINE_ARCH	AUDIT_ARCH_PPC64LE

/* There is no other set of calls; where x86_64 has its own there is none. */
#define MACHINE_OTHER_SET	0x40000000

/* There is nothing that only guests on this CPU may do; and not this. */
#define MACHINE_ONLY_ALLOWED	false
#define MACHINE_ONLY		"getpid"
#define MACHINE_ONLY_NR		SYS_getpid
#define MACHINE_ONLY_ARG	0x1002

static inline bool
machine_allows(const struct seccomp_data *d)
{
	(void)d;
	return false;
}

/* There is another entry, scv, but not everywhere. */
#define MACHINE_OTHER_ENTRY	false

static inline void
machine_call_other(void)
{
}

#endif /* SOLO5_TESTSUITE_SPT_MACHINE_H */
