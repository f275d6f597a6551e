/* SPDX-License-Identifier: ISC */
/*
 * hostile.c: a guest that does on x86_64 what only a guest alone on a CPU can:
 * the command line says what.  It prints what it has got away with.
 */
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

static void
write_byte(uintptr_t addr)
{
	volatile uint8_t *p = (volatile uint8_t *)addr;

	*p = 0xc3;
	put(*p == 0xc3 ? "written\n" : "not written\n");
}

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

int
solo5_app_main(const struct solo5_start_info *info)
{
	static uint8_t data;
	static const uint8_t constant = 1;
	const struct {
		const char *name;
		uintptr_t addr;
	} places[] = {
		{ "data", (uintptr_t)&data },
		{ "rodata", (uintptr_t)&constant },
		{ "tables", 0x2000 },
		{ "text", (uintptr_t)solo5_app_main },
	};
	const char *what = info->cmdline;
	size_t i;

	put("alive\n");
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (text_equal(what, places[i].name)) {
			own_tables();
			write_byte(places[i].addr);
		}
	if (text_equal(what, "features"))
		print_features();
	else if (text_equal(what, "apic"))
		read_msr(0x1b);
	else if (text_equal(what, "clock"))
		read_msr(0x4b564d01);
	else if (text_equal(what, "fs"))
		read_msr(0xc0000100);
	else if (text_equal(what, "port"))
		use_port();
	else if (text_equal(what, "halt"))
		__asm__ volatile("hlt");
	return SOLO5_EXIT_SUCCESS;
}
