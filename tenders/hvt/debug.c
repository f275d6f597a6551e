/* SPDX-License-Identifier: ISC */
/*
 * debug.c: solo5-hvt-debug, which is solo5-hvt with a server for gdb and core
 * dumps.  Without these options it does nothing that solo5-hvt does not.
 */
#include <config.h>

#include "debug.h"

#include <errno.h>
#include <string.h>

#include <solo5/hvt_abi.h>

#include "common/message.h"
#include "common/options.h"
#include "common/status.h"
#include "compiler.h"
#include "core.h"
#include "gdb-link.h"
#include "gdb-trap.h"
#include "gdb.h"
#include "vm_debug.h"

/* What a unikernel that Solo5 or it itself aborts ends with. */
#define STATUS_ABORT	255

static const char *core_dir;
static const char *gdb_where = "1234";
static bool gdb_wanted;

static bool
parse_dumpcore(const char *value)
{
	core_dir = value;
	return *value != '\0';
}

static bool
parse_gdb(const char *value)
{
	(void)value;
	gdb_wanted = true;
	return true;
}

/* A port from 1 to 65535, or a path, which has a slash. */
static bool
parse_gdb_port(const char *value)
{
	unsigned int port = 0;
	const char *p;

	gdb_where = value;
	if (strchr(value, '/') != NULL)
		return true;
	for (p = value; *p >= '0' && *p <= '9' && port <= 65535; p++)
		port = port * 10 + (unsigned int)(*p - '0');
	return *p == '\0' && port >= 1 && port <= 65535;
}

static const struct tender_option options[] = {
	{ "dumpcore", true, parse_dumpcore, "--dumpcore=DIR",
	    "dump a guest that fails to DIR/core.solo5-hvt.PID" },
	{ "gdb", false, parse_gdb, "--gdb",
	    "start the guest under a debugger" },
	{ "gdb-port", true, parse_gdb_port, "--gdb-port=PORT | PATH",
	    "where gdb connects to (default 1234)" },
};

static const struct tender_options debug_options = {
	.option = options,
	.n = NELEM(options),
};

static const struct debug_needs *
debug_open(struct vm *vm)
{
	static struct debug_needs needs = {
		.gdb = -1, .dir = -1, .core = -1
	};

	if (!gdb_wanted && core_dir == NULL)
		return NULL;
	if (gdb_wanted && vm_debug.set_traps == NULL)
		diex("gdb: cannot be used with guests of %s", vm_host.name);
	needs.requests = vm_debug.requests;
	needs.policy = vm_debug.policy;
	if (gdb_wanted && vm_debug.prepare != NULL)
		vm_debug.prepare(vm);
	if (core_dir != NULL)
		core_open(core_dir, &needs.dir, &needs.core);
	if (gdb_wanted) {
		needs.gdb = gdb_accept(gdb_where);
		gdb_attach(vm, needs.gdb);
	}
	return &needs;
}

static void
debug_starting(struct vm *vm)
{
	(void)vm;
	if (gdb_attached())
		gdb_stop(GDB_SIGTRAP, NULL);
}

static void
read_regs(struct vm *vm, struct cpu_regs *regs)
{
	int r;

	memset(regs, 0, sizeof(*regs));
	r = vm_debug.get_regs(vm, regs);
	if (r < 0) {
		errno = -r;
		warn("cannot read the guest's registers");
	}
}

/* The guest cannot go on; what the debugger says cannot change that. */
static void
failed(struct vm *vm, const struct cpu_regs *regs, int signal, int status)
{
	trap_disarm(vm);
	core_dump(vm, regs, signal);
	if (gdb_attached())
		gdb_stop(signal, regs);
	gdb_exited(status);
}

static void
debug_failed(struct vm *vm)
{
	struct cpu_regs regs;

	if (!gdb_attached() && core_dir == NULL)
		return;
	read_regs(vm, &regs);
	failed(vm, &regs, GDB_SIGSEGV, STATUS_FAILURE);
}

static bool
debug_stopped(struct vm *vm, const struct vm_exit *e)
{
	switch (e->kind) {
	case VM_EXIT_DEBUG:
		if (gdb_attached())
			gdb_trapped();
		return true;
	case VM_EXIT_INTERRUPTED:
		if (gdb_attached())
			gdb_interrupted();
		return true;
	case VM_EXIT_FAULT:
	case VM_EXIT_OTHER:
		if (gdb_attached() && gdb_failed(e->pc))
			return true;
		debug_failed(vm);
		return false;
	case VM_EXIT_HYPERCALL:
	case VM_EXIT_KICK:
		break;
	}
	return false;
}

/* The cookie of a guest that has caught a CPU exception, or NULL. */
static const void *
trap_cookie(const struct vm *vm, const struct vm_exit *e)
{
	struct hvt_hc_halt halt;
	const void *p;

	p = vm_mem(vm, e->call.arg, sizeof(halt), VM_R);
	if (p == NULL)
		return NULL;
	memcpy(&halt, p, sizeof(halt));
	if (halt.cookie == 0)
		return NULL;
	return vm_mem(vm, halt.cookie, HVT_HALT_COOKIE_SIZE, VM_R);
}

static void
debug_ended(struct vm *vm, const struct vm_exit *e, int status)
{
	struct cpu_regs regs;
	const void *cookie;
	bool trapped;

	if (status != STATUS_ABORT) {
		gdb_exited(status);
		return;
	}
	if (!gdb_attached() && core_dir == NULL)
		return;
	read_regs(vm, &regs);
	cookie = trap_cookie(vm, e);
	trapped = cookie != NULL && vm_debug.cpu->trap(cookie, &regs);
	failed(vm, &regs, trapped ? GDB_SIGSEGV : GDB_SIGABRT, status);
}

const struct debug debug = {
	.program = "solo5-hvt-debug",
	.options = &debug_options,
	.open = debug_open,
	.starting = debug_starting,
	.stopped = debug_stopped,
	.failed = debug_failed,
	.ended = debug_ended,
};
