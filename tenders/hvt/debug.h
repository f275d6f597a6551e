/* SPDX-License-Identifier: ISC */
/*
 * debug.h: what solo5-hvt-debug has and solo5-hvt has not.
 *
 * There is one of these in a program: the empty one of debug-none.c, or that
 * of debug.c.
 */
#ifndef SOLO5_HVT_DEBUG_H
#define SOLO5_HVT_DEBUG_H

#include <stdbool.h>
#include <stddef.h>

struct policy_list;
struct tender_options;
struct vm;
struct vm_exit;

/* What debugging needs while the guest runs, beside what all guests do. */
struct debug_needs {
	int gdb;		/* the debugger's socket, or -1 */
	int dir;		/* where the dump is made, or -1 */
	int core;		/* the number that its descriptor gets, or -1 */
	const unsigned long *requests;	/* of the virtual CPU, up to a 0 */
	const struct policy_list *policy;	/* system calls */
};

/* Functions may be NULL, and then do nothing and return false. */
struct debug {
	const char *program;	/* as --version says it */
	const struct tender_options *options;	/* or NULL */

	/*
	 * Opens what debugging needs, and waits for a debugger.  Returns what
	 * confine() is to leave for it, or NULL if it is not asked for.
	 */
	const struct debug_needs *(*open)(struct vm *);
	/* The guest is about to execute its first instruction. */
	void	(*starting)(struct vm *);
	/*
	 * The guest has stopped, for any reason but a hypercall.  Returns
	 * true if it is to go on; else this is its end.
	 */
	bool	(*stopped)(struct vm *, const struct vm_exit *);
	/* The guest's end: it has called for what no guest may have. */
	void	(*failed)(struct vm *);
	/* The guest has ended by the hypercall that e holds. */
	void	(*ended)(struct vm *, const struct vm_exit *e, int status);
};

extern const struct debug debug;

#endif /* SOLO5_HVT_DEBUG_H */
