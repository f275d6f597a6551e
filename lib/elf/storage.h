/* SPDX-License-Identifier: ISC */
/*
 * storage.h: where an open unikernel is kept.  A program links one of
 * storage_heap.c, which the shared library has, and storage_static.c, for
 * one that opens a single unikernel and counts its page faults.
 */
#ifndef SOLO5_ELF_STORAGE_H
#define SOLO5_ELF_STORAGE_H

struct s5elf;

/* Memory for a struct s5elf, not zeroed; or NULL, with errno set. */
struct s5elf *storage_get(void);
void storage_put(struct s5elf *img);

#endif /* SOLO5_ELF_STORAGE_H */
