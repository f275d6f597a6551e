/* SPDX-License-Identifier: ISC */
/*
 * core.h: the guest's memory and registers as a file that gdb reads.
 */
#ifndef SOLO5_HVT_CORE_H
#define SOLO5_HVT_CORE_H

struct cpu_regs;
struct vm;

/*
 * Opens the directory for dumps, and reserves a number for the descriptor of
 * one; stores both descriptors.  Problems are fatal.
 */
void core_open(const char *name, int *directory, int *number);

/*
 * Dumps the guest, which has stopped by a signal of that number in gdb's
 * sense.  Problems are messages, and then there is no file.
 */
void core_dump(const struct vm *vm, const struct cpu_regs *regs, int signal);

#endif /* SOLO5_HVT_CORE_H */
