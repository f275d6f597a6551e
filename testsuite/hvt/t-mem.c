/* SPDX-License-Identifier: ISC */
/*
 * t-mem.c: the door to guest memory, at and beyond every edge.
 */
#include <config.h>

#include <inttypes.h>

#include "check.h"
#include "compiler.h"
#include "fake.h"

#define END	FAKE_MEM_SIZE
#define RW	(VM_R | VM_W)

static const struct {
	uint64_t addr;
	uint64_t len;
	unsigned int prot;
	bool granted;
} cases[] = {
	/* What is below the boot information is the tender's. */
	{ 0, 1, VM_R, false },
	{ 0xffff, 1, VM_R, false },
	{ 0xffff, 2, VM_R, false },
	{ 0x10000, 1, VM_R, true },
	{ 0x10000, 1, VM_W, false },
	{ 0x10000, 0xf0000, VM_R, true },
	{ 0xfffff, 1, VM_W, false },
	/* Text can be read, wherever it may only be executed. */
	{ FAKE_TEXT, 0x2000, VM_R, true },
	{ FAKE_TEXT, 1, VM_W, false },
	{ FAKE_RODATA, 0x1000, VM_R, true },
	{ FAKE_RODATA, 0x1000, RW, false },
	{ FAKE_RODATA + 0xfff, 1, RW, false },
	{ FAKE_RODATA + 0xfff, 2, RW, false },
	{ FAKE_DATA, 1, RW, true },
	{ FAKE_DATA - 1, 2, RW, false },
	/* Over all that there is. */
	{ 0x10000, END - 0x10000, VM_R, true },
	{ 0x10000, END - 0x10000 + 1, VM_R, false },
	{ FAKE_DATA, END - FAKE_DATA, RW, true },
	/* The last byte, and those behind it. */
	{ END - 1, 1, RW, true },
	{ END - 1, 2, VM_R, false },
	{ END, 1, VM_R, false },
	{ END + 1, 1, VM_R, false },
	/* Ends that wrap. */
	{ UINT64_MAX, 1, VM_R, false },
	{ UINT64_MAX, 2, VM_R, false },
	{ FAKE_DATA, UINT64_MAX, VM_R, false },
	{ FAKE_DATA, UINT64_MAX - FAKE_DATA + 1, VM_R, false },
	{ FAKE_DATA, UINT64_MAX - FAKE_DATA + 2, VM_R, false },
	{ 1ull << 63, 1ull << 63, VM_R, false },
	{ (1ull << 32) + FAKE_DATA, 1, VM_R, false },
	/* Nothing is granted everywhere. */
	{ 0, 0, RW, true },
	{ END, 0, RW, true },
	{ UINT64_MAX, 0, RW, true },
};

static void
check_cases(const struct vm *vm)
{
	const uint8_t *p;
	size_t i;

	for (i = 0; i < NELEM(cases); i++) {
		p = vm_mem(vm, cases[i].addr, cases[i].len, cases[i].prot);
		CHECK_CASE((p != NULL) == cases[i].granted,
		    "%" PRIx64 " + %" PRIx64, cases[i].addr, cases[i].len);
		if (p != NULL && cases[i].len > 0)
			CHECK(p == vm->mem + cases[i].addr);
	}
}

/*
 * All memory is given, in as few pieces as there can be; partly, without some
 * of the protection.
 */
static void
check_given(struct vm *vm, const struct vm_range *want, size_t n, int partly)
{
	uint64_t addr;
	size_t i;

	fake_ngiven = 0;
	CHECK(vm_give(vm) == partly);
	CHECK(fake_ngiven == n);
	for (i = 0; i < n; i++)
		for (addr = want[i].start; addr < want[i].end; addr += 0x1000)
			CHECK_CASE(vm_mem(vm, addr, 1, 0) == NULL ||
			    vm_is_protected(vm, addr) == (want[i].prot == 0),
			    "%" PRIx64, addr);
	for (i = 0; i < n && i < fake_ngiven; i++)
		CHECK_CASE(fake_given[i].start == want[i].start &&
		    fake_given[i].end == want[i].end &&
		    fake_given[i].prot == want[i].prot,
		    "piece %zu: 0x%" PRIx64 " to 0x%" PRIx64 ", %u", i,
		    fake_given[i].start, fake_given[i].end,
		    fake_given[i].prot);
}

/*
 * The host protects all of the image that is not writable, in one piece, and
 * not the CPU's tables below it.
 */
static void
check_usual_order(struct vm *vm)
{
	static const struct vm_range want[] = {
		{ 0, 0x100000, VM_W },
		{ 0x100000, FAKE_DATA, 0 },
		{ FAKE_DATA, END, VM_W },
	};

	check_given(vm, want, NELEM(want), 0);
}

/* Read-only data behind data that is not: a gap goes with what is below. */
static void
check_unusual_order(struct vm *vm)
{
	static const struct s5elf_segment odd[] = {
		{ .vaddr = 0x100000, .memsz = 1, .prot = S5ELF_R | S5ELF_W },
		{ .vaddr = 0x104000, .memsz = 1, .prot = S5ELF_X },
		{ .vaddr = 0x105000, .memsz = 1, .prot = S5ELF_R | S5ELF_W },
		{ .vaddr = 0x106000, .memsz = 1, .prot = S5ELF_R },
	};

	static const struct vm_range want[] = {
		{ 0, 0x104000, VM_W },
		{ 0x104000, 0x105000, 0 },
		{ 0x105000, 0x106000, VM_W },
		{ 0x106000, 0x107000, 0 },
		{ 0x107000, END, VM_W },
	};

	vm_layout(vm, odd, NELEM(odd), false);
	check_given(vm, want, NELEM(want), 0);
	CHECK(vm->kernel_end == 0x107000);
	CHECK(vm_mem(vm, 0x101000, 1, VM_R) == NULL);
	CHECK(vm_mem(vm, 0x100fff, 2, VM_R) == NULL);
	CHECK(vm_mem(vm, 0x105fff, 2, VM_R) != NULL);
	CHECK(vm_mem(vm, 0x105fff, 2, RW) == NULL);
}

/* Nor does it matter if the image begins with what can only be read. */
static void
check_read_only_first(struct vm *vm)
{
	static const struct s5elf_segment rodata[] = {
		{ .vaddr = 0x100000, .memsz = 1, .prot = S5ELF_R },
		{ .vaddr = 0x101000, .memsz = 1, .prot = S5ELF_X },
	};
	static const struct vm_range want[] = {
		{ 0, 0x100000, VM_W },
		{ 0x100000, 0x102000, 0 },
		{ 0x102000, END, VM_W },
	};

	vm_layout(vm, rodata, NELEM(rodata), false);
	check_given(vm, want, NELEM(want), 0);
	CHECK(vm_mem(vm, 0xfffff, 2, VM_R) != NULL);
}

/* Where the host can also hold execution, text is a piece of its own. */
static void
check_execution(struct vm *vm)
{
	static const struct vm_range want[] = {
		{ 0, 0x100000, VM_R | VM_W },
		{ 0x100000, FAKE_RODATA, VM_R | VM_X },
		{ FAKE_RODATA, FAKE_DATA, VM_R },
		{ FAKE_DATA, END, VM_R | VM_W },
	};
	struct vm_range piece[VM_RANGES_MAX];
	bool partly = true;
	size_t i, n;

	n = vm_pieces(vm, VM_W | VM_X, piece, &partly);
	CHECK(n == NELEM(want) && !partly);
	for (i = 0; i < n && i < NELEM(want); i++)
		CHECK_CASE(piece[i].start == want[i].start &&
		    piece[i].end == want[i].end &&
		    piece[i].prot == want[i].prot,
		    "piece %zu: 0x%" PRIx64 " to 0x%" PRIx64 ", %u", i,
		    piece[i].start, piece[i].end, piece[i].prot);
	CHECK(vm_pieces(vm, 0, piece, &partly) == 1);
	CHECK(piece[0].prot == (VM_R | VM_W) && piece[0].end == END);
}

/* A page of the host is protected if nothing in it can be written. */
static void
check_large_pages(struct vm *vm)
{
	static const struct s5elf_segment aligned[] = {
		{ .vaddr = 0x100000, .memsz = 0x10001, .prot = S5ELF_X },
		{ .vaddr = 0x120000, .memsz = 1, .prot = S5ELF_R },
		{ .vaddr = 0x130000, .memsz = 1, .prot = S5ELF_R | S5ELF_W },
	};
	static const struct vm_range whole[] = {
		{ 0, 0x100000, VM_W },
		{ 0x100000, 0x130000, 0 },
		{ 0x130000, END, VM_W },
	};
	static const struct s5elf_segment tight[] = {
		{ .vaddr = 0x100000, .memsz = 0x12345, .prot = S5ELF_X },
		{ .vaddr = 0x113000, .memsz = 1, .prot = S5ELF_R | S5ELF_W },
		{ .vaddr = 0x124000, .memsz = 1, .prot = S5ELF_R },
		{ .vaddr = 0x125000, .memsz = 1, .prot = S5ELF_R | S5ELF_W },
		{ .vaddr = 0x12f000, .memsz = 0x20000, .prot = S5ELF_R },
		{ .vaddr = 0x154000, .memsz = 0x1000,
		    .prot = S5ELF_R | S5ELF_W },
		{ .vaddr = 0x166000, .memsz = 0x1a000, .prot = S5ELF_R },
	};
	static const struct vm_range parts[] = {
		{ 0, 0x100000, VM_W },
		{ 0x100000, 0x110000, 0 },
		{ 0x110000, 0x120000, VM_W },
		{ 0x120000, 0x130000, VM_W },
		{ 0x130000, 0x150000, 0 },
		{ 0x150000, 0x160000, VM_W },
		{ 0x160000, 0x180000, 0 },
		{ 0x180000, END, VM_W },
	};
	static const struct s5elf_segment tiny[] = {
		{ .vaddr = 0x100000, .memsz = 0x1000, .prot = S5ELF_X },
		{ .vaddr = 0x101000, .memsz = 0x1000,
		    .prot = S5ELF_R | S5ELF_W },
	};
	static const struct vm_range nothing[] = {
		{ 0, 0x100000, VM_W },
		{ 0x100000, END, VM_W },
	};

	vm->host_page = 0x10000;
	vm_layout(vm, aligned, NELEM(aligned), false);
	check_given(vm, whole, NELEM(whole), 0);
	vm_layout(vm, tight, NELEM(tight), false);
	check_given(vm, parts, NELEM(parts), 1);
	vm_layout(vm, tiny, NELEM(tiny), false);
	check_given(vm, nothing, NELEM(nothing), 1);
}

int
main(void)
{
	struct vm *vm = fake_create();

	CHECK(vm->kernel_end == FAKE_HEAP);
	check_cases(vm);
	check_usual_order(vm);
	check_execution(vm);
	check_unusual_order(vm);
	check_read_only_first(vm);
	check_large_pages(vm);
	return check_status();
}
