/* SPDX-License-Identifier: ISC */
/*
 * gdb.c: a guest under gdb: why it stopped, what the debugger says then, and
 * how it goes on.
 */
#include <config.h>

#include "gdb.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/message.h"
#include "gdb-command.h"
#include "gdb-trap.h"
#include "vm_debug.h"

struct gdb gdb;

/* What the handler of signals interrupts, or NULL. */
static struct vm *volatile running;

bool
gdb_attached(void)
{
	return gdb.vm != NULL;
}

/* Its last packet may have been a signal that nobody looks after any more. */
void
gdb_detach(void)
{
	struct vm *vm = gdb.vm;

	trap_clear();
	if (vm_debug.set_traps(vm, &(struct vm_traps){ 0 }) < 0)
		diex("gdb: cannot let the guest go");
	(void)close(gdb.link.fd);
	gdb.vm = NULL;
	running = NULL;
	vm_debug.unkick(vm);
}

/* The other side is gone: the guest goes on without it. */
static void
lost(void)
{
	warnx("gdb: the debugger has gone away; the guest goes on");
	gdb_detach();
}

void
gdb_reply_bytes(const char *p, size_t len)
{
	if (gdb.vm != NULL && !gdb_send(&gdb.link, p, len))
		lost();
}

void
gdb_reply(const char *text)
{
	gdb_reply_bytes(text, strlen(text));
}

void
gdb_replyf(const char *fmt, ...)
{
	char buf[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	gdb_reply(buf);
}

void
gdb_reply_result(int r)
{
	if (r < 0)
		gdb_replyf("E%02x", (unsigned int)-r & 0xff);
	else
		gdb_reply("OK");
}

static void
regs_load(const struct cpu_regs *regs)
{
	int r;

	gdb.changed = false;
	if (regs != NULL) {
		gdb.regs = *regs;
		return;
	}
	r = vm_debug.get_regs(gdb.vm, &gdb.regs);
	if (r < 0) {
		errno = -r;
		die("gdb: cannot read the guest's registers");
	}
}

/* Nothing may be left undone that would make the guest run astray. */
static void
leave(void)
{
	int r = 0;

	if (gdb.changed)
		r = vm_debug.set_regs(gdb.vm, &gdb.regs);
	if (r == 0)
		r = trap_arm(gdb.vm, gdb.step);
	if (r < 0) {
		errno = -r;
		die("gdb: cannot set the guest's registers");
	}
}

/* Answers packets until the guest is to go on, or the debugger is gone. */
static void
serve(void)
{
	enum gdb_action gdb_action = GDB_STAY;
	long len;

	while (gdb.vm != NULL && gdb_action == GDB_STAY) {
		len = gdb_receive(&gdb.link, gdb.in);
		if (len < 0)
			lost();
		else
			gdb_action = gdb_command(gdb.in, (size_t)len);
	}
}

/* gdb.stop says why; regs as for gdb_stop(). */
static void
stop(const struct cpu_regs *regs)
{
	struct vm *vm = gdb.vm;

	if (gdb.resumed)
		gdb_reply(gdb.stop);
	gdb.resumed = false;
	serve();
	/* Without a debugger, what it has changed stays. */
	if (gdb.vm != NULL)
		leave();
	else if (gdb.changed && regs == NULL)
		(void)vm_debug.set_regs(vm, &gdb.regs);
}

void
gdb_stop(int signal, const struct cpu_regs *regs)
{
	trap_disarm(gdb.vm);
	regs_load(regs);
	(void)snprintf(gdb.stop, sizeof(gdb.stop), "T%02xthread:1;",
	    (unsigned int)signal);
	stop(regs);
}

/* A SIGTRAP, and where it is from, if gdb can be told that. */
static void
stop_reason(const char *place)
{
	(void)snprintf(gdb.stop, sizeof(gdb.stop), "T%02xthread:1;%s",
	    GDB_SIGTRAP, place);
}

static void
stop_watch(const struct vm_watch *w)
{
	static const char *const name[] = {
		[VM_WATCH_WRITE] = "watch", [VM_WATCH_READ] = "rwatch",
		[VM_WATCH_ACCESS] = "awatch",
	};

	char place[32];

	if (w == NULL || w->kind == VM_WATCH_EXEC) {
		stop_reason("hwbreak:;");
		return;
	}
	(void)snprintf(place, sizeof(place), "%s:%" PRIx64 ";", name[w->kind],
	    w->addr);
	stop_reason(place);
}

void
gdb_trapped(void)
{
	const struct vm_watch *written;
	enum vm_stop why_stopped;
	size_t i = VM_WATCH_MAX;

	why_stopped = vm_debug.cause(gdb.vm, &i);
	written = trap_written(gdb.vm);
	if (why_stopped == VM_STOP_STEP && written == NULL && !gdb.step &&
	    trap_steps() && trap_step(gdb.vm) == 0)
		return;
	trap_disarm(gdb.vm);
	regs_load(NULL);
	if (written != NULL)
		stop_watch(written);
	else if (why_stopped == VM_STOP_WATCH)
		stop_watch(trap_watch(i));
	else
		stop_reason("");
	/* The guest's own is skipped, or it would stay there for ever. */
	if (why_stopped == VM_STOP_TRAP &&
	    trap_breakpoint_at(gdb_get_pc()))
		stop_reason("swbreak:;");
	else if (why_stopped == VM_STOP_TRAP)
		gdb_set_pc(gdb_get_pc() + vm_debug.cpu->trap_size);
	stop(NULL);
}

bool
gdb_failed(uint64_t pc)
{
	pc -= vm_debug.cpu->breakpoint_pc;
	if (!trap_breakpoint_at(pc))
		return false;
	trap_disarm(gdb.vm);
	regs_load(NULL);
	gdb_set_pc(pc);
	stop_reason("swbreak:;");
	stop(NULL);
	return true;
}

void
gdb_interrupted(void)
{
	vm_debug.unkick(gdb.vm);
	switch (gdb_peek(&gdb.link)) {
	case GDB_NOTHING:
		break;
	case GDB_INTERRUPT:
		gdb_stop(GDB_SIGINT, NULL);
		break;
	case GDB_GONE:
		trap_disarm(gdb.vm);
		lost();
		break;
	}
}

void
gdb_exited(int status)
{
	if (gdb.vm == NULL)
		return;
	(void)snprintf(gdb.stop, sizeof(gdb.stop), "W%02x",
	    (unsigned int)status & 0xff);
	gdb_reply(gdb.stop);
	if (gdb.vm != NULL)
		gdb_detach();
}

/* The run loop looks what it is. */
static void
handler(int sig)
{
	struct vm *vm = running;

	(void)sig;
	if (vm != NULL)
		vm_debug.kick(vm);
}

/* What the debugger sends interrupts the thread that runs the guest. */
void
gdb_attach(struct vm *vm, int fd)
{
	struct sigaction gdb_action = { .sa_handler = handler };
	sigset_t set;

	gdb.vm = running = vm;
	gdb.link = (struct gdb_link){ .fd = fd };
	gdb.resumed = false;
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGIO);
	if (sigaction(SIGIO, &gdb_action, NULL) == -1 ||
	    sigprocmask(SIG_UNBLOCK, &set, NULL) == -1 ||
	    gdb_own(fd) < 0 ||
	    fcntl(fd, F_SETFL, O_ASYNC) == -1)
		die("gdb: cannot be told what the debugger sends");
}
