/* SPDX-License-Identifier: ISC */
/*
 * trap.c: makes the CPU find fault, in the way that the command line says.
 */
#include <stdint.h>

#include <solo5.h>

static volatile char zero[8192];

/* Pushes a word at a time, and so destroys all that it comes to. */
static void
overflow_dense(const struct solo5_start_info *info)
{
	(void)info;
	__asm__ volatile("0: pushq $-1; jmp 0b");
}

/* Has large frames, which are hardly used. */
__attribute__((__noinline__)) static int
deep(int n)
{
	volatile char frame[1000];

	frame[500] = (char)n;
	return deep(n + 1) + frame[500];
}

static void
overflow_sparse(const struct solo5_start_info *info)
{
	(void)deep(info->cmdline[0] != zero[0]);
}

static void
divide(const struct solo5_start_info *info)
{
	(void)info;
	__asm__ volatile("xorl %%ecx, %%ecx; divl %%ecx"
	    : : : "eax", "ecx", "edx");
}

static void
invalid(const struct solo5_start_info *info)
{
	(void)info;
	__asm__ volatile("ud2");
}

static void
null(const struct solo5_start_info *info)
{
	(void)info;
	__asm__ volatile("movl %%eax, 8" : : : "memory");
}

static void
text(const struct solo5_start_info *info)
{
	(void)info;
	*(volatile char *)(uintptr_t)text = 0;
}

static void
heap(const struct solo5_start_info *info)
{
	((void (*)(void))info->heap_start)();
}

static void
beyond(const struct solo5_start_info *info)
{
	*(volatile char *)(info->heap_start + info->heap_size) = 0;
}

static void
general(const struct solo5_start_info *info)
{
	(void)info;
	*(volatile char *)0x8000000000000000 = 0;
}

static void
stack(const struct solo5_start_info *info)
{
	(void)info;
	__asm__ volatile("movl $0x30, %esp; pushq %rax");
}

/* What cannot be a thread pointer is not taken, and harms nobody. */
static void
tls(const struct solo5_start_info *info)
{
	if (solo5_set_tls_base(0x800000000000) != SOLO5_R_EINVAL ||
	    solo5_set_tls_base(0xffff000000000000) != SOLO5_R_EINVAL ||
	    solo5_set_tls_base(0xffff800000000000) != SOLO5_R_OK ||
	    solo5_set_tls_base(0x7fffffffffff) != SOLO5_R_OK ||
	    solo5_set_tls_base(info->heap_start) != SOLO5_R_OK)
		solo5_exit(2);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	static const struct {
		char letter;
		void (*make)(const struct solo5_start_info *info);
	} table[] = {
		{ 'D', overflow_dense },
		{ 'S', overflow_sparse },
		{ 'b', beyond },
		{ 'd', divide },
		{ 'g', general },
		{ 'h', heap },
		{ 'i', invalid },
		{ 'n', null },
		{ 's', stack },
		{ 'l', tls },
		{ 't', text },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].letter == info->cmdline[0])
			table[i].make(info);
	return 0;
}
