/* SPDX-License-Identifier: ISC */
/*
 * guest.c: the guest's memory.
 *
 * A guest address is an address of this process; guest_ptr() is the one place
 * that makes a pointer of one.
 */
#include <config.h>

#include "guest.h"

#include <errno.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>

#include <solo5/elf_abi.h>
#include <solo5/spt_abi.h>

#include "common/message.h"
#include "common/options.h"
#include "common/unikernel.h"
#include "cpu.h"
#include "manifest/manifest.h"

#ifndef MAP_FIXED_NOREPLACE
#error "linux/mman.h is older than Linux 4.17"
#endif

_Static_assert(sizeof(struct spt_boot_info) <= SPT_BOOT_INFO_ROOM,
    "room for boot information");

static void *
guest_ptr(uint64_t addr)
{
	return (void *)(uintptr_t)addr;
}

static uint64_t
page_trunc(const struct guest *guest, uint64_t addr)
{
	return addr & ~(uint64_t)(guest->page_size - 1);
}

static uint64_t
page_round(const struct guest *guest, uint64_t addr)
{
	return page_trunc(guest, addr + guest->page_size - 1);
}

static void
guest_map(uint64_t start, uint64_t end)
{
	void *p;

	p = mmap(guest_ptr(start), (size_t)(end - start),
	    PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS |
	    MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
	/* Kernels before 4.17 take the address for a hint. */
	if (p != MAP_FAILED && p != guest_ptr(start)) {
		errno = EEXIST;
		p = MAP_FAILED;
	}
	if (p != MAP_FAILED)
		return;
	if (errno == EPERM)
		diex("cannot map guest memory at 0x%llx: not permitted; "
		    "vm.mmap_min_addr must be at most %u",
		    (unsigned long long)start, SPT_BOOT_INFO_BASE);
	die("cannot map %llu bytes of guest memory at 0x%llx",
	    (unsigned long long)(end - start), (unsigned long long)start);
}

static void
guest_protect(uint64_t start, uint64_t end, int prot)
{
	if (start < end && mprotect(guest_ptr(start), (size_t)(end - start),
	    prot) == -1)
		die("cannot protect guest memory at 0x%llx",
		    (unsigned long long)start);
}

static int
segment_prot(const struct s5elf_segment *s)
{
	return ((s->prot & S5ELF_R) != 0 ? PROT_READ : 0) |
	    ((s->prot & S5ELF_W) != 0 ? PROT_WRITE : 0) |
	    ((s->prot & S5ELF_X) != 0 ? PROT_EXEC : 0);
}

/*
 * Everything was mapped for reading and writing.  What lies between segments
 * becomes inaccessible.
 */
static void
protect_segments(const struct guest *guest,
    const struct unikernel *kernel)
{
	const struct s5elf_segment *s = s5elf_segments(kernel->elf);
	uint64_t addr = SOLO5_ELF_BASE, start, end;
	size_t i;
	int prot;

	for (i = 0; i < s5elf_info(kernel->elf)->nsegments; i++) {
		start = page_trunc(guest, s[i].vaddr);
		end = page_round(guest, s[i].vaddr + s[i].memsz);
		prot = segment_prot(&s[i]);
		guest_protect(addr, start, PROT_NONE);
		if (prot != (PROT_READ | PROT_WRITE))
			guest_protect(start, end, prot);
		addr = end;
	}
}

void
guest_create(struct guest *guest, struct unikernel *kernel, uint64_t mem_size,
    bool exec_heap)
{
	const struct s5elf_info *info = s5elf_info(kernel->elf);

	guest->page_size = (size_t)getauxval(AT_PAGESZ);
	guest->mem_size = mem_size;
	guest->entry = info->entry;
	/* Not rounded yet: the end may be that of the address space. */
	if (mem_size <= SOLO5_ELF_BASE || info->end >= mem_size)
		diex("%s: does not fit into %llu MiB of memory; use --mem",
		    kernel->path, (unsigned long long)(mem_size >> 20));
	guest->kernel_end = page_round(guest, info->end);
	if (!cpu_read_is_not_exec())
		die("cannot reset the personality READ_IMPLIES_EXEC");
	vdso_find(&guest->vdso, guest->page_size);
	guest_map(SOLO5_ELF_BASE, mem_size);
	unikernel_load(kernel, guest_ptr(SOLO5_ELF_BASE), SOLO5_ELF_BASE,
	    mem_size, guest->page_size);
	protect_segments(guest, kernel);
	if (exec_heap) {
		warnx("WARNING: Using --x-exec-heap, heap and stack are "
		    "executable");
		guest_protect(guest->kernel_end, mem_size,
		    PROT_READ | PROT_WRITE | PROT_EXEC);
	}
}

void
guest_boot_info(struct guest *guest, const struct spt_boot_info *info,
    const struct mft *mft, const struct options *opt)
{
	struct spt_boot_info *bi = guest_ptr(SPT_BOOT_INFO_BASE);
	const size_t mft_bytes = mft_size(mft->entries);
	char *p = (char *)bi + SPT_BOOT_INFO_ROOM;

	guest->low_start = page_trunc(guest, SPT_BOOT_INFO_BASE);
	guest->launch = page_round(guest, SPT_BOOT_INFO_BASE +
	    SPT_BOOT_INFO_ROOM + mft_bytes + opt->cmdline_size);
	guest->low_end = guest->launch + guest->page_size;
	guest_map(guest->low_start, guest->low_end);
	*bi = *info;
	memcpy(p, mft, mft_bytes);
	bi->mft = (uint64_t)(uintptr_t)p;
	p += mft_bytes;
	options_cmdline(opt, p);
	bi->cmdline = (uint64_t)(uintptr_t)p;
}

void
guest_seal(const struct guest *guest)
{
	guest_protect(guest->low_start, guest->launch, PROT_READ);
	guest_protect(guest->launch, guest->low_end, PROT_READ | PROT_EXEC);
}
