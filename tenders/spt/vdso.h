/* SPDX-License-Identifier: ISC */
/*
 * vdso.h: where the kernel's vDSO is, which is left to the guest for its
 * clocks.
 */
#ifndef SOLO5_SPT_VDSO_H
#define SOLO5_SPT_VDSO_H

#include <stddef.h>
#include <stdint.h>

struct vdso {
	uint64_t start;		/* of the data pages, which precede it */
	uint64_t ehdr;		/* of its ELF header */
	uint64_t end;
};

/* Finds it; all members are 0 where the kernel gives none. */
void vdso_find(struct vdso *vdso, size_t page_size);

#endif /* SOLO5_SPT_VDSO_H */
