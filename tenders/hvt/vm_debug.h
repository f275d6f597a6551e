/* SPDX-License-Identifier: ISC */
/*
 * vm_debug.h: the seams that only debugging needs, beside those of vm.h.
 *
 * gdb.c and core.c are written in terms of these, and know no CPU and no
 * hypervisor.
 */
#ifndef SOLO5_HVT_VM_DEBUG_H
#define SOLO5_HVT_VM_DEBUG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cpu/aarch64-regs.h"
#include "cpu/x86_64-regs.h"
#include "vm.h"

/* The registers of the CPU that this program is for. */
struct cpu_regs {
	union {
		struct a64_regs a64;
		struct x86_regs x86;
	};
};

/* A register as gdb knows it; where it is in struct cpu_regs. */
struct cpu_reg {
	const char *name;
	const char *type;	/* of gdb's target descriptions */
	size_t offset;
	size_t size;		/* bytes */
};

/* Some of a CPU's registers, which gdb calls a feature. */
struct cpu_feature {
	const char *name;
	const char *types;	/* XML that defines types, or "" */
	const struct cpu_reg *reg;
	size_t nregs;
};

/* Notes of a core dump: sizes, and where Linux puts what. */
struct cpu_core {
	size_t prstatus_size;
	size_t signal_offset;
	size_t pid_offset;
	/* Stores what is to be there at the right offsets. */
	void	(*prstatus)(const struct cpu_regs *, uint8_t *);
	size_t fpregset_size;
	void	(*fpregset)(const struct cpu_regs *, uint8_t *);
};

/* A CPU, as a debugger sees it. */
struct cpu_debug {
	const char *arch;	/* gdb's name of it */
	const struct cpu_feature *feature;
	size_t nfeatures;
	size_t pc;		/* offset in struct cpu_regs, 8 bytes */

	/*
	 * The instruction by which software makes a breakpoint, and how far
	 * behind its address pc is when the guest stops there.
	 */
	const uint8_t *breakpoint;
	size_t breakpoint_size;
	size_t breakpoint_pc;
	/* The size of the one that programs have in their own code. */
	size_t trap_size;

	const struct cpu_core *core;
	/*
	 * Overlays the registers by those that a guest's handler of CPU
	 * exceptions has left in its cookie of HVT_HALT_COOKIE_SIZE bytes.
	 * Returns false, and changes nothing, if that holds none.
	 */
	bool	(*trap)(const void *cookie, struct cpu_regs *);
};

enum vm_watch_kind {
	VM_WATCH_EXEC,
	VM_WATCH_WRITE,
	VM_WATCH_READ,
	VM_WATCH_ACCESS
};

/* A breakpoint or watchpoint of the CPU's. */
struct vm_watch {
	enum vm_watch_kind kind;
	uint64_t addr;
	uint64_t len;
};

#define VM_WATCH_MAX	4

/* What makes the guest stop. */
struct vm_traps {
	bool breakpoints;	/* there are such instructions in memory */
	bool step;		/* after one instruction */
	size_t nwatches;
	struct vm_watch watch[VM_WATCH_MAX];
};

enum vm_stop {
	VM_STOP_STEP,
	VM_STOP_TRAP,		/* an instruction to that end, at pc */
	VM_STOP_WATCH
};

struct policy_list;

/*
 * What depends on the interface and on the CPU.  Functions return 0 or a
 * negative errno.  Where set_traps is NULL there are dumps and no debugger,
 * and what only that needs may be NULL, too.
 */
struct vm_debug {
	const struct cpu_debug *cpu;

	/* Requests that these make of the virtual CPU, and a 0. */
	const unsigned long *requests;
	/* The system calls of it all, where there is a filter of them. */
	const struct policy_list *policy;
	/*
	 * Before the others, and before vm_host.seal(), if there is to be a
	 * debugger; may be NULL.
	 */
	void	(*prepare)(struct vm *);
	int	(*get_regs)(struct vm *, struct cpu_regs *);
	/* Of some registers the guest's own value may stay. */
	int	(*set_regs)(struct vm *, const struct cpu_regs *);
	/*
	 * -EINVAL where no such CPU can watch that, -EOPNOTSUPP where it is
	 * the CPU or the hypervisor here that cannot.
	 */
	int	(*set_traps)(struct vm *, const struct vm_traps *);
	/* After VM_EXIT_DEBUG; *watch is the index for VM_STOP_WATCH. */
	enum vm_stop (*cause)(struct vm *, size_t *watch);
	/*
	 * Makes run() return VM_EXIT_INTERRUPTED, now and until unkick().
	 * Both can be called by a signal's handler.
	 */
	void	(*kick)(struct vm *);
	void	(*unkick)(struct vm *);
};

extern const struct vm_debug vm_debug;

#endif /* SOLO5_HVT_VM_DEBUG_H */
