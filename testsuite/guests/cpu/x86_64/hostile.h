/* SPDX-License-Identifier: ISC */
/*
 * hostile.h: page tables, and the rest of what hostile.c does on x86_64.
 */
#ifndef SOLO5_TESTSUITE_CPU_HOSTILE_H
#define SOLO5_TESTSUITE_CPU_HOSTILE_H

#include "guestlib.h"

#define ENTRIES		512
#define LARGE_PAGE	0x200000u

/* Present, writable, accessed, dirty, and a large page; all may execute. */
#define TABLE		0x23u
#define PAGE		0xe3u

static uint64_t pml4[ENTRIES] __attribute__((__aligned__(4096)));
static uint64_t pdpt[ENTRIES] __attribute__((__aligned__(4096)));
static uint64_t dir[ENTRIES] __attribute__((__aligned__(4096)));

/* The first gigabyte, as if nothing in it were protected. */
static void
own_tables(void)
{
	size_t i;

	pml4[0] = (uint64_t)(uintptr_t)pdpt | TABLE;
	pdpt[0] = (uint64_t)(uintptr_t)dir | TABLE;
	for (i = 0; i < ENTRIES; i++)
		dir[i] = i * LARGE_PAGE | PAGE;
	__asm__ volatile("mov %0, %%cr3" : : "r"(pml4) : "memory");
	put("tables set\n");
}

#define RETURN_INSN	0xc3

/* Of the tables that the guest was given, the first one. */
#define GIVEN_TABLES	0x2000u

static void
read_msr(uint32_t msr)
{
	uint32_t low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	put("read\n");
}

/* What no guest is to have, if the host has it: register 0 is eax. */
static const struct {
	const char *name;
	uint32_t leaf;
	unsigned int reg;
	uint32_t bits;
} features[] = {
	{ "vmx", 0x1, 2, 1u << 5 },
	{ "x2apic", 0x1, 2, 1u << 21 },
	{ "sgx", 0x7, 1, 1u << 2 },
	{ "mpx", 0x7, 1, 1u << 14 },
	{ "svm", 0x80000001, 2, 1u << 2 },
	{ "kvm", 0x40000000, 1, 0xffffffffu },
	{ "kvm-features", 0x40000001, 0, 0xffffffffu },
};

static void
print_features(void)
{
	uint32_t reg[4];
	size_t i;

	put("features:");
	for (i = 0; i < sizeof(features) / sizeof(features[0]); i++) {
		__asm__ volatile("cpuid" : "=a"(reg[0]), "=b"(reg[1]),
		    "=c"(reg[2]), "=d"(reg[3]) : "0"(features[i].leaf),
		    "2"(0));
		if ((reg[features[i].reg] & features[i].bits) == 0)
			continue;
		put(" ");
		put(features[i].name);
	}
	put("\n");
}

static void
use_port(void)
{
	__asm__ volatile("outb %%al, $0x64" : : "a"(0xfe));
	put("reset\n");
}

static void
use_apic(void)
{
	read_msr(0x1b);
}

static void
use_clock(void)
{
	read_msr(0x4b564d01);
}

/*
 * Asks the hypervisor to let another of the guest's CPUs run: nothing, or that
 * there is no such call.  AMD's CPUs have another instruction for it.
 */
static void
call_hypervisor(void)
{
	uint32_t eax = 0, ebx, ecx, edx;
	long result = 11;

	__asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "=c"(ecx),
	    "=d"(edx));
	if (ebx == 0x68747541)		/* "Auth" */
		__asm__ volatile("vmmcall" : "+a"(result) : "b"(0L) :
		    "memory");
	else
		__asm__ volatile("vmcall" : "+a"(result) : "b"(0L) :
		    "memory");
	put(result == 0 ? "answered\n" : "refused\n");
}

static void
use_fs(void)
{
	read_msr(0xc0000100);
}

static void
halt(void)
{
	__asm__ volatile("hlt");
}

static const struct attempt attempts[] = {
	{ "apic", use_apic },
	{ "call", call_hypervisor },
	{ "clock", use_clock },
	{ "features", print_features },
	{ "fs", use_fs },
	{ "halt", halt },
	{ "port", use_port },
};

#endif /* SOLO5_TESTSUITE_CPU_HOSTILE_H */
