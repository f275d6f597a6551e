/* SPDX-License-Identifier: ISC */
/*
 * hostile.c: a guest that does on x86_64 what only a guest alone on a CPU can:
 * the command line says what.  It prints what it has got away with.
 */
#include <stdint.h>

#include "solo5.h"

#define ENTRIES		512
#define LARGE_PAGE	0x200000u

/* Present, writable, accessed, dirty, and a large page; all may execute. */
#define TABLE		0x23u
#define PAGE		0xe3u

static uint64_t pml4[ENTRIES] __attribute__((__aligned__(4096)));
static uint64_t pdpt[ENTRIES] __attribute__((__aligned__(4096)));
static uint64_t dir[ENTRIES] __attribute__((__aligned__(4096)));

static void
put(const char *text)
{
	size_t n = 0;

	while (text[n] != '\0')
		n++;
	solo5_console_write(text, n);
}

static int
is(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

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
	put("own tables\n");
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

int
solo5_app_main(const struct solo5_start_info *info)
{
	static uint8_t data;
	static const uint8_t constant = 1;
	const char *what = info->cmdline;

	put("alive\n");
	if (is(what, "data")) {
		own_tables();
		write_byte((uintptr_t)&data);
	} else if (is(what, "text")) {
		own_tables();
		write_byte((uintptr_t)solo5_app_main);
	} else if (is(what, "rodata")) {
		own_tables();
		write_byte((uintptr_t)&constant);
	} else if (is(what, "tables")) {
		own_tables();
		write_byte(0x2000);
	} else if (is(what, "apic")) {
		read_msr(0x1b);
	} else if (is(what, "clock")) {
		read_msr(0x4b564d01);
	} else if (is(what, "fs")) {
		read_msr(0xc0000100);
	} else if (is(what, "port")) {
		__asm__ volatile("outb %%al, $0x64" : : "a"(0xfe));
		put("reset\n");
	} else if (is(what, "halt")) {
		__asm__ volatile("hlt");
	}
	return 0;
}
