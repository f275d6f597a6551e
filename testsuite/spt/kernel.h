/* SPDX-License-Identifier: ISC */
/*
 * kernel.h: filters in this kernel.
 */
#ifndef SOLO5_TESTSUITE_SPT_KERNEL_H
#define SOLO5_TESTSUITE_SPT_KERNEL_H

#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>

/* Ends the test where the kernel has no filters, or lets nobody load them. */
void kernel_require(void);

/* Loads a filter into this process, for good; 0 or an errno. */
int kernel_load(const struct sock_filter *insn, size_t len);

/*
 * What a sandbox around the program does: one system call gets a verdict, as
 * SECCOMP_RET_TRAP, in this process, for good.
 */
void kernel_refuse(int nr, uint32_t verdict);

#endif /* SOLO5_TESTSUITE_SPT_KERNEL_H */
