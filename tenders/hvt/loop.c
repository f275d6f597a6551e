/* SPDX-License-Identifier: ISC */
/*
 * loop.c: the only run loop.  Signals that end the program do so from their
 * handler, see signals.c: there is nothing to look for between two runs.
 */
#include <config.h>

#include "loop.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

#include "common/message.h"
#include "compiler.h"
#include "debug.h"
#include "hypercall.h"
#include "ring.h"
#include "vm.h"

/*
 * The guest, once it runs, and the thread that runs it.  Not a variable of the
 * thread's own, which on some systems is a matter of allocating memory.
 */
static struct vm *running;
static pthread_t runner;

void
guest_fault(const char *fmt, ...)
{
	char text[256];
	struct vm *vm = load_acquire(&running);
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (vm != NULL && pthread_equal(runner, pthread_self()) &&
	    debug.failed != NULL)
		debug.failed(vm);
	diex("guest: %s", text);
}

NORETURN static void
die_fault(const struct vm_exit *e)
{
	if (e->gpa == VM_GPA_UNKNOWN)
		diex("guest: host/guest translation fault: %s=0x%llx",
		    vm_cell.cpu->pc_name, (unsigned long long)e->pc);
	diex("guest: host/guest translation fault: %s=0x%llx, address 0x%llx",
	    vm_cell.cpu->pc_name, (unsigned long long)e->pc,
	    (unsigned long long)e->gpa);
}

NORETURN static void
die_other(const struct vm_exit *e)
{
	if (e->advice == NULL)
		diex("guest: %s", e->text);
	warnx("guest: %s", e->text);
	diex("%s", e->advice);
}

void
vm_exit_other(struct vm_exit *e, const char *fmt, ...)
{
	va_list ap;

	e->kind = VM_EXIT_OTHER;
	va_start(ap, fmt);
	(void)vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
}

int
vm_loop(struct vm *vm)
{
	struct vm_exit e;
	int r, status;

	runner = pthread_self();
	store_release(&running, vm);
	if (debug.starting != NULL)
		debug.starting(vm);
	for (;;) {
		r = vm_cell.run(vm, &e);
		if (r < 0) {
			errno = -r;
			die("cannot run the guest");
		}
		if (e.kind != VM_EXIT_HYPERCALL && debug.stopped != NULL &&
		    debug.stopped(vm, &e))
			continue;
		switch (e.kind) {
		case VM_EXIT_HYPERCALL:
			if (!hypercall(vm, e.call.nr, e.call.arg, &status))
				break;
			if (debug.ended != NULL)
				debug.ended(vm, &e, status);
			return status;
		case VM_EXIT_KICK:
			if (!ring_kick(vm))
				guest_fault("kicked a network ring that it "
				    "does not have");
			break;
		case VM_EXIT_INTERRUPTED:
		case VM_EXIT_DEBUG:
			break;
		case VM_EXIT_FAULT:
			die_fault(&e);
		case VM_EXIT_OTHER:
			die_other(&e);
		}
	}
}
