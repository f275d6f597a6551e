/* SPDX-License-Identifier: ISC */
/*
 * kvm.c: what there is of the CPU in calls of KVM; see without.h.
 */
#include <config.h>

#include "without.h"

#include <linux/kvm.h>
#include <stdint.h>

#include "helper.h"

/* Where a guest's first page tables are, and what an entry says. */
#define TABLES		0x1000u
#define TABLES_END	0x10000u
#define PRESENT		(1ull << 0)
#define READ_ONLY	(1ull << 7)
#define NOT_EXECUTABLE	(1ull << 53)

#define SCTLR_EL1	ARM64_SYS_REG(3, 0, 1, 0, 0)
#define SCTLR_WXN	(1ull << 19)

void
cpu_all_features(pid_t pid, unsigned long addr)
{
	(void)pid;
	(void)addr;
	diex("this CPU has no such list of features");
}

/* In entries for other tables these bits are for their maker. */
void
cpu_open_tables(pid_t pid, unsigned long addr)
{
	static uint64_t entry[(TABLES_END - TABLES) / sizeof(uint64_t)];
	size_t i;

	kvm_get_bytes(pid, addr + TABLES, entry, sizeof(entry));
	for (i = 0; i < sizeof(entry) / sizeof(entry[0]); i++)
		if ((entry[i] & PRESENT) != 0)
			entry[i] &= ~(READ_ONLY | NOT_EXECUTABLE);
	kvm_put_bytes(pid, addr + TABLES, entry, sizeof(entry));
}

/* What can be written could not be executed, whatever the tables say. */
void
cpu_open_register(pid_t pid, unsigned long addr)
{
	struct kvm_one_reg reg;
	uint64_t value;

	kvm_get_bytes(pid, addr, &reg, sizeof(reg));
	if (reg.id != SCTLR_EL1)
		return;
	kvm_get_bytes(pid, (unsigned long)reg.addr, &value, sizeof(value));
	value &= ~SCTLR_WXN;
	kvm_put_bytes(pid, (unsigned long)reg.addr, &value, sizeof(value));
}
