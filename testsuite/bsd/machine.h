/* SPDX-License-Identifier: ISC */
/*
 * machine.h: one virtual machine with one CPU, by KVM, on which models of
 * other systems' hypervisors are built.  It has no interface of those: no
 * numbers, no layouts.
 *
 * Functions return 0 or a negative errno.  Guest memory is where the model
 * has it, and what the guest may do there is what it was mapped with: a CPU
 * of KVM's can be kept from writing, and not from reading or executing.
 */
#ifndef SOLO5_TESTSUITE_BSD_MACHINE_H
#define SOLO5_TESTSUITE_BSD_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In the order in which instructions number them. */
enum machine_gpr {
	MACHINE_RAX, MACHINE_RCX, MACHINE_RDX, MACHINE_RBX,
	MACHINE_RSP, MACHINE_RBP, MACHINE_RSI, MACHINE_RDI,
	MACHINE_R8, MACHINE_R9, MACHINE_R10, MACHINE_R11,
	MACHINE_R12, MACHINE_R13, MACHINE_R14, MACHINE_R15,
	MACHINE_GPRS
};

enum machine_seg {
	MACHINE_ES, MACHINE_CS, MACHINE_SS, MACHINE_DS, MACHINE_FS,
	MACHINE_GS, MACHINE_LDTR, MACHINE_TR,
	MACHINE_SEGS
};

/* access is as VMX has it: Intel SDM volume 3, section 24.4.1. */
struct machine_segment {
	uint16_t selector;
	uint64_t base;
	uint32_t limit;
	uint32_t access;
};

struct machine_table {
	uint64_t base;
	uint16_t limit;
};

struct machine_regs {
	uint64_t gpr[MACHINE_GPRS];
	uint64_t rip;
	uint64_t rflags;
	uint64_t cr0;
	uint64_t cr2;
	uint64_t cr3;
	uint64_t cr4;
	uint64_t efer;
	struct machine_segment seg[MACHINE_SEGS];
	struct machine_table gdt;
	struct machine_table idt;
};

enum machine_stop {
	MACHINE_IO,		/* an I/O port; all of struct machine_io */
	MACHINE_FAULT,		/* not mapped, or not for writing; gpa, write */
	MACHINE_HALT,		/* HLT */
	MACHINE_SHUTDOWN,	/* a triple fault */
	MACHINE_INTERRUPTED,	/* a signal */
	MACHINE_OTHER		/* code is KVM's own */
};

struct machine_io {
	uint16_t port;
	uint8_t size;		/* bytes */
	bool in;
	uint32_t count;		/* 1 but for string instructions */
	uint32_t data;		/* of an out */
	uint8_t insn_len;	/* or 0 if it is not known */
};

/*
 * rip is that of the instruction that stopped.  After an out, machine_run()
 * goes on behind it, and machine_get() has the address of that.
 */
struct machine_exit {
	enum machine_stop stop;
	uint64_t rip;
	struct machine_io io;
	uint64_t gpa;
	bool write;
	uint32_t code;
};

#define MACHINE_FDS	3

/*
 * Makes the machine, without memory.  Its descriptors, which are above least
 * and closed on exec, are stored into fd.
 */
int machine_create(int least, int fd[MACHINE_FDS]);

/*
 * Maps len bytes at mem to the guest's address gpa, all of them pages, where
 * nothing is mapped, and takes that away again, by the same two numbers.
 * -ENOSPC after 64 mappings at once.
 */
int machine_map(uint64_t gpa, uint64_t len, void *mem, bool writable);
int machine_unmap(uint64_t gpa, uint64_t len);

/* Everything is set by each set(). */
int machine_get(struct machine_regs *regs);
int machine_set(const struct machine_regs *regs);

/* Runs until the next stop.  After machine_break() that is at once. */
int machine_run(struct machine_exit *e);
void machine_break(void);

/* The frequency of the guest's time stamp counter, in Hz, or 0. */
uint64_t machine_tsc_freq(void);

#endif /* SOLO5_TESTSUITE_BSD_MACHINE_H */
