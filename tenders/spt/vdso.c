/* SPDX-License-Identifier: ISC */
/*
 * vdso.c: the extent of the vDSO.
 *
 * The kernel says where its ELF header is, see vdso(7), but not where the
 * data pages are that its code reads; they lie directly before it, and the
 * stack or the dynamic linker may lie directly before them.  /proc may not be
 * there to ask.
 */
#include <config.h>

#include "vdso.h"

#include <elf.h>
#include <errno.h>
#include <stdbool.h>
#include <sys/auxv.h>
#include <sys/mman.h>

/* More than any kernel has; the count of data pages has been 2 to 7. */
#define DATA_PAGES_MAX	64

static bool
is_refused(uint64_t addr, size_t page_size, int advice)
{
	return madvise((void *)(uintptr_t)addr, page_size, advice) == -1 &&
	    errno == EINVAL;
}

/*
 * The data pages are a special mapping, and MADV_DODUMP is refused for those.
 * In a process that has mapped no device, the only others for which it is are
 * those that the kernel may drop, since Linux 6.11, as C libraries map for
 * random numbers; for these MADV_KEEPONFORK is refused as well.  Neither
 * changes anything for any page here.  See madvise(2).
 */
static bool
is_data_page(uint64_t addr, size_t page_size)
{
	return is_refused(addr, page_size, MADV_DODUMP) &&
	    !is_refused(addr, page_size, MADV_KEEPONFORK);
}

/* The image is mapped whole, section headers included. */
static uint64_t
image_size(const Elf64_Ehdr *ehdr)
{
	const Elf64_Phdr *phdr;
	uint64_t end, size;
	size_t i;

	size = ehdr->e_shoff + (uint64_t)ehdr->e_shnum * ehdr->e_shentsize;
	phdr = (const Elf64_Phdr *)((const char *)ehdr + ehdr->e_phoff);
	for (i = 0; i < ehdr->e_phnum; i++) {
		end = phdr[i].p_offset + phdr[i].p_memsz;
		if (phdr[i].p_type == PT_LOAD && end > size)
			size = end;
	}
	return size;
}

void
vdso_find(struct vdso *vdso, size_t page_size)
{
	const Elf64_Ehdr *ehdr;
	size_t i;

	*vdso = (struct vdso){ 0 };
	ehdr = (const Elf64_Ehdr *)getauxval(AT_SYSINFO_EHDR);
	if (ehdr == NULL)
		return;
	vdso->ehdr = (uint64_t)(uintptr_t)ehdr;
	vdso->end = (vdso->ehdr + image_size(ehdr) + page_size - 1) &
	    ~(uint64_t)(page_size - 1);
	vdso->start = vdso->ehdr;
	for (i = 0; i < DATA_PAGES_MAX; i++) {
		if (!is_data_page(vdso->start - page_size, page_size))
			break;
		vdso->start -= page_size;
	}
}
