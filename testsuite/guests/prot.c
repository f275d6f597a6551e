/* SPDX-License-Identifier: ISC */
/*
 * prot.c: makes the one access to memory that its command line says.
 *
 *	read PLACE, write PLACE, exec PLACE
 *
 * PLACE is a number, or one of the names below.  Before it says what it is
 * about to do, so that an end for another reason is not mistaken for the
 * expected one; if it comes back it says that, and exits 0.
 */
#include "guestlib.h"

#include "cpu.h"

extern char _stext[], _etext[], _erodata[], _end[];

/* What "exec" finds in data: a function that returns at once. */
#define CODE_SIZE	4

static const _Alignas(16) unsigned char in_rodata[] = CPU_RETURN_CODE;
static _Alignas(16) unsigned char in_data[] = CPU_RETURN_CODE;
static _Alignas(16) unsigned char in_bss[16];

/* Alone at the start of a page of text that nothing else lives in. */
__attribute__((__noinline__, __aligned__(4096))) static void
in_text(void)
{
	__asm__ volatile("");
}

/* Where each name is.  Places that are ours get code that can be run. */
static uintptr_t
place(const struct solo5_start_info *info, const char *name,
    unsigned char *stack)
{
	uintptr_t mem_end = info->heap_start + info->heap_size;
	struct { const char *name; uintptr_t at; } const table[] = {
		{ "bss", (uintptr_t)in_bss },
		{ "bss-end", (uintptr_t)_end - 1 },
		{ "data", (uintptr_t)in_data },
		{ "heap", info->heap_start },
		{ "heap-high", (mem_end - (1 << 18)) & ~(uintptr_t)15 },
		{ "mem-end", mem_end },
		{ "mem-last", mem_end - 1 },
		{ "rodata", (uintptr_t)in_rodata },
		{ "rodata-last", (uintptr_t)_erodata - 1 },
		{ "stack", (uintptr_t)stack },
		{ "text", (uintptr_t)in_text },
		{ "text-first", (uintptr_t)_stext },
		{ "text-last", (uintptr_t)_etext - 1 },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (text_equal(table[i].name, name))
			return table[i].at;
	return number(name);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	unsigned char stack[16];
	const char *line = info->cmdline;
	volatile unsigned char *at;
	char how[8], name[24];
	unsigned char byte;

	CHECK(next_word(&line, how, sizeof(how)));
	CHECK(next_word(&line, name, sizeof(name)));
	memcpy(stack, in_rodata, CODE_SIZE);
	memcpy(in_bss, in_rodata, CODE_SIZE);
	at = (volatile unsigned char *)place(info, name, stack);
	if (text_equal(name, "heap") || text_equal(name, "heap-high"))
		for (size_t i = 0; i < CODE_SIZE; i++)
			at[i] = in_rodata[i];
	put("about to ");
	put(how);
	put("\n");
	if (text_equal(how, "read")) {
		byte = *at;
		__asm__ volatile("" : : "r"(byte));
	} else if (text_equal(how, "write")) {
		*at = in_rodata[0];
	} else {
		CHECK(text_equal(how, "exec"));
		__builtin___clear_cache((char *)at, (char *)at + CODE_SIZE);
		((void (*)(void))at)();
	}
	__asm__ volatile("" : : "r"(stack) : "memory");
	put("survived\n");
	return SOLO5_EXIT_SUCCESS;
}
