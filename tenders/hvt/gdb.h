/* SPDX-License-Identifier: ISC */
/*
 * gdb.h: a guest under gdb, by its remote protocol.
 */
#ifndef SOLO5_HVT_GDB_H
#define SOLO5_HVT_GDB_H

#include <stdbool.h>
#include <stdint.h>

struct cpu_regs;
struct vm;

/* Numbers by which gdb knows why a program has stopped. */
#define GDB_SIGINT	2
#define GDB_SIGTRAP	5
#define GDB_SIGABRT	6
#define GDB_SIGSEGV	11

/* Speaks with the debugger over fd, a socket, from now on. */
void gdb_attach(struct vm *vm, int fd);

/* Whether there is a debugger still. */
bool gdb_attached(void);

/*
 * Tells the debugger that the guest has stopped, and does what it says until
 * the guest is to go on.  The registers are those given, or if that is NULL,
 * the CPU's.
 */
void gdb_stop(int signal, const struct cpu_regs *regs);

/* The same, with the signal and the place that vm_debug.cause() says. */
void gdb_trapped(void);

/*
 * The guest has executed what no guest may.  If that was a software
 * breakpoint, stops at it and returns true.
 */
bool gdb_failed(uint64_t pc);

/*
 * The guest was interrupted by a signal: looks whether the debugger did that,
 * and stops if so.
 */
void gdb_interrupted(void);

/* The guest has ended, and the debugger is told that. */
void gdb_exited(int status);

#endif /* SOLO5_HVT_GDB_H */
