/* SPDX-License-Identifier: ISC */
/*
 * kvm.c: for CPUs of which s5without knows no more; see without.h.
 */
#include <config.h>

#include "without.h"

#include "helper.h"

void
cpu_all_features(pid_t pid, unsigned long addr)
{
	(void)pid;
	(void)addr;
	diex("this CPU has no such list of features");
}

void
cpu_open_tables(pid_t pid, unsigned long addr)
{
	(void)pid;
	(void)addr;
	diex("this CPU's tables are unknown here");
}

void
cpu_open_register(pid_t pid, unsigned long addr)
{
	(void)pid;
	(void)addr;
	diex("this CPU's registers are unknown here");
}
