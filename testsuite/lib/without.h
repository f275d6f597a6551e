/* SPDX-License-Identifier: ISC */
/*
 * without.h: what s5without does at calls of KVM; see without.c.
 */
#ifndef SOLO5_TESTSUITE_WITHOUT_H
#define SOLO5_TESTSUITE_WITHOUT_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Each of these is called with a process that is stopped at the call in
 * question, and changes what it passes.
 */

/* KVM_SET_CPUID2: to all that KVM supports. */
void kvm_all_features(pid_t pid);

/* KVM_SET_USER_MEMORY_REGION: to memory that can be written. */
void kvm_writable_slot(pid_t pid);

/*
 * The same call, if the memory begins at address 0: its tables map all that
 * they map for writing and executing.  And KVM_SET_ONE_REG: no register is
 * against that.
 */
void kvm_open_tables(pid_t pid);

/* Both. */
void kvm_open_memory(pid_t pid);

/* Memory of a process, and into it. */
void kvm_get_bytes(pid_t pid, unsigned long addr, void *buf, size_t len);
void kvm_put_bytes(pid_t pid, unsigned long addr, const void *buf,
    size_t len);

/*
 * Of the CPU, in cpu/: for the structure at addr in the process, and for the
 * guest's memory that begins there.
 */
void cpu_all_features(pid_t pid, unsigned long addr);
void cpu_open_tables(pid_t pid, unsigned long addr);

/* For the structure at addr that says what becomes of which register. */
void cpu_open_register(pid_t pid, unsigned long addr);

#endif /* SOLO5_TESTSUITE_WITHOUT_H */
