/* SPDX-License-Identifier: ISC */
/*
 * gdb.c: the commands of gdb's remote protocol; see appendix E of its manual.
 *
 * Guest-virtual addresses are guest-physical ones, and there is one thread.
 * The debugger is trusted as the operator is, but packets are bounded, and
 * what is read from the guest goes through vm_mem().
 */
#include <config.h>

#include "gdb.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/message.h"
#include "common/status.h"
#include "compiler.h"
#include "gdb-link.h"
#include "gdb-trap.h"
#include "vm_debug.h"

/* Bytes of memory that one packet holds as digits. */
#define CHUNK_MAX	((GDB_PACKET_MAX - 1) / 2)

enum action {
	STAY,			/* wait for the next packet */
	RESUME
};

static struct {
	struct vm *vm;		/* NULL without a debugger */
	struct gdb_link link;
	struct cpu_regs regs;	/* while the guest is stopped */
	bool changed;		/* they have been */
	bool step;
	bool resumed;		/* and the debugger waits for a stop */
	char stop[64];		/* the reply that says why it stopped */
	char in[GDB_PACKET_MAX + 1];
	char out[GDB_PACKET_MAX + 1];
} gdb;

static const char digits[] = "0123456789abcdef";

/* What the handler of signals interrupts, or NULL. */
static struct vm *volatile running;

bool
gdb_attached(void)
{
	return gdb.vm != NULL;
}

/* Its last packet may have been a signal that nobody looks after any more. */
static void
detach(void)
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
	detach();
}

static void
reply_bytes(const char *p, size_t len)
{
	if (gdb.vm != NULL && !gdb_send(&gdb.link, p, len))
		lost();
}

static void
reply(const char *text)
{
	reply_bytes(text, strlen(text));
}

static void PRINTF_LIKE(1, 2)
replyf(const char *fmt, ...)
{
	char buf[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	reply(buf);
}

/* "OK", or an error by its number; gdb does not know what they mean. */
static void
reply_result(int r)
{
	if (r < 0)
		replyf("E%02x", (unsigned int)-r & 0xff);
	else
		reply("OK");
}

/* Parsing.  All return false, and then *p means nothing. */

static int
digit(char c)
{
	const char *p = c == '\0' ? NULL : strchr(digits, c | 0x20);

	return p == NULL ? -1 : (int)(p - digits);
}

static bool
parse_hex(const char **p, uint64_t *value)
{
	const char *start = *p;
	uint64_t v = 0;

	for (; digit(**p) >= 0; (*p)++) {
		if (v >> 60 != 0)
			return false;
		v = v << 4 | (uint64_t)digit(**p);
	}
	*value = v;
	return *p != start;
}

static bool
parse_char(const char **p, char c)
{
	return *(*p)++ == c;
}

/* len bytes as twice as many digits. */
static bool
parse_bytes(const char **p, uint8_t *buf, size_t len)
{
	int high, low;
	size_t i;

	for (i = 0; i < len; i++) {
		high = digit((*p)[0]);
		low = high < 0 ? -1 : digit((*p)[1]);
		if (low < 0)
			return false;
		buf[i] = (uint8_t)(high << 4 | low);
		*p += 2;
	}
	return true;
}

static size_t
print_bytes(char *out, const uint8_t *buf, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		out[2 * i] = digits[buf[i] >> 4];
		out[2 * i + 1] = digits[buf[i] & 15];
	}
	return 2 * len;
}

/* Registers. */

/* The nth in the order of the target description, or NULL. */
static const struct cpu_reg *
reg_find(uint64_t n)
{
	const struct cpu_debug *cpu = vm_debug.cpu;
	size_t i;

	for (i = 0; i < cpu->nfeatures; i++) {
		if (n < cpu->feature[i].nregs)
			return &cpu->feature[i].reg[n];
		n -= cpu->feature[i].nregs;
	}
	return NULL;
}

static uint8_t *
reg_bytes(const struct cpu_reg *reg)
{
	return (uint8_t *)&gdb.regs + reg->offset;
}

static uint64_t
get_pc(void)
{
	uint64_t pc;

	memcpy(&pc, (const uint8_t *)&gdb.regs + vm_debug.cpu->pc, sizeof(pc));
	return pc;
}

static void
set_pc(uint64_t pc)
{
	memcpy((uint8_t *)&gdb.regs + vm_debug.cpu->pc, &pc, sizeof(pc));
	gdb.changed = true;
}

static enum action
read_registers(const char *p, size_t len)
{
	const struct cpu_reg *reg;
	size_t i, n = 0;

	(void)p;
	(void)len;
	for (i = 0; (reg = reg_find(i)) != NULL; i++)
		n += print_bytes(gdb.out + n, reg_bytes(reg), reg->size);
	reply_bytes(gdb.out, n);
	return STAY;
}

static enum action
write_registers(const char *p, size_t len)
{
	const struct cpu_regs old = gdb.regs;
	const struct cpu_reg *reg;
	size_t i;

	(void)len;
	for (i = 0; (reg = reg_find(i)) != NULL; i++)
		if (!parse_bytes(&p, reg_bytes(reg), reg->size)) {
			gdb.regs = old;
			reply_result(-EINVAL);
			return STAY;
		}
	gdb.changed = true;
	reply_result(0);
	return STAY;
}

static enum action
read_register(const char *p, size_t len)
{
	const struct cpu_reg *reg;
	uint64_t n;

	(void)len;
	reg = parse_hex(&p, &n) ? reg_find(n) : NULL;
	if (reg == NULL)
		reply_result(-EINVAL);
	else
		reply_bytes(gdb.out, print_bytes(gdb.out, reg_bytes(reg),
		    reg->size));
	return STAY;
}

static enum action
write_register(const char *p, size_t len)
{
	const struct cpu_reg *reg;
	uint8_t value[16];
	uint64_t n;

	(void)len;
	reg = parse_hex(&p, &n) && parse_char(&p, '=') ? reg_find(n) : NULL;
	if (reg == NULL || reg->size > sizeof(value) ||
	    !parse_bytes(&p, value, reg->size)) {
		reply_result(-EINVAL);
		return STAY;
	}
	memcpy(reg_bytes(reg), value, reg->size);
	gdb.changed = true;
	reply_result(0);
	return STAY;
}

/* Memory. */

static uint8_t chunk[CHUNK_MAX];

static enum action
read_memory(const char *p, size_t len)
{
	uint64_t addr, n;
	size_t done;

	(void)len;
	if (!parse_hex(&p, &addr) || !parse_char(&p, ',') ||
	    !parse_hex(&p, &n)) {
		reply_result(-EINVAL);
		return STAY;
	}
	if (n > CHUNK_MAX)
		n = CHUNK_MAX;
	done = trap_read(gdb.vm, addr, chunk, (size_t)n);
	if (done == 0 && n > 0)
		reply_result(-EFAULT);
	else
		reply_bytes(gdb.out, print_bytes(gdb.out, chunk, done));
	return STAY;
}

/* ADDR,LENGTH: and then LENGTH bytes, at most as many as a packet has. */
static bool
parse_write(const char **p, uint64_t *addr, uint64_t *n)
{
	return parse_hex(p, addr) && parse_char(p, ',') && parse_hex(p, n) &&
	    parse_char(p, ':') && *n <= CHUNK_MAX;
}

static enum action
write_memory(const char *p, size_t len)
{
	uint64_t addr, n;

	(void)len;
	if (!parse_write(&p, &addr, &n) || !parse_bytes(&p, chunk, (size_t)n))
		reply_result(-EINVAL);
	else
		reply_result(trap_write(gdb.vm, addr, chunk, (size_t)n) ? 0 :
		    -EFAULT);
	return STAY;
}

/* The same, with the bytes as such; the few that cannot be have an escape. */
static enum action
write_memory_binary(const char *p, size_t len)
{
	const char *end = p + len;
	uint64_t addr, n;
	uint8_t flip;
	size_t i;

	if (!parse_write(&p, &addr, &n)) {
		reply_result(-EINVAL);
		return STAY;
	}
	for (i = 0; i < n && p < end; i++) {
		flip = *p == '}' ? 0x20 : 0;
		if (flip != 0 && ++p == end)
			break;
		chunk[i] = (uint8_t)*p++ ^ flip;
	}
	if (i < n)
		reply_result(-EINVAL);
	else
		reply_result(trap_write(gdb.vm, addr, chunk, i) ? 0 : -EFAULT);
	return STAY;
}

/* Breakpoints and watchpoints: TYPE,ADDR,KIND. */

static bool
parse_watch(const char *p, uint64_t *type, struct vm_watch *w)
{
	static const enum vm_watch_kind kind[] = {
		[1] = VM_WATCH_EXEC,
		[2] = VM_WATCH_WRITE,
		[3] = VM_WATCH_READ,
		[4] = VM_WATCH_ACCESS,
	};

	if (!parse_hex(&p, type) || *type >= NELEM(kind) ||
	    !parse_char(&p, ',') || !parse_hex(&p, &w->addr) ||
	    !parse_char(&p, ',') || !parse_hex(&p, &w->len))
		return false;
	w->kind = kind[*type];
	return true;
}

/* What the CPU cannot watch it says when it is told to, so tell it now. */
static int
watch_add(const struct vm_watch *w)
{
	int r;

	r = trap_watch_add(w);
	if (r < 0)
		return r;
	r = trap_arm(gdb.vm, false);
	trap_disarm(gdb.vm);
	if (r < 0)
		(void)trap_watch_remove(w);
	return r;
}

static enum action
insert(const char *p, size_t len)
{
	struct vm_watch w;
	uint64_t type;

	(void)len;
	if (!parse_watch(p, &type, &w))
		reply("");
	else if (type == 0)
		reply_result(trap_breakpoint_add(gdb.vm, w.addr));
	else
		reply_result(watch_add(&w));
	return STAY;
}

static enum action
remove_(const char *p, size_t len)
{
	struct vm_watch w;
	uint64_t type;

	(void)len;
	if (!parse_watch(p, &type, &w))
		reply("");
	else if (type == 0)
		reply_result(trap_breakpoint_remove(w.addr));
	else
		reply_result(trap_watch_remove(&w));
	return STAY;
}

/* Going on. */

static enum action
resume(bool step)
{
	gdb.step = step;
	gdb.resumed = true;
	return RESUME;
}

/* [ADDR] */
static enum action
go(const char *p, bool step)
{
	uint64_t addr;

	if (parse_hex(&p, &addr))
		set_pc(addr);
	return resume(step);
}

static enum action
cont(const char *p, size_t len)
{
	(void)len;
	return go(p, false);
}

static enum action
step(const char *p, size_t len)
{
	(void)len;
	return go(p, true);
}

/* SIGNAL[;ADDR]; a guest has no signals to be given. */
static const char *
behind_signal(const char *p)
{
	p = strchr(p, ';');
	return p == NULL ? "" : p + 1;
}

static enum action
cont_signal(const char *p, size_t len)
{
	(void)len;
	return go(behind_signal(p), false);
}

static enum action
step_signal(const char *p, size_t len)
{
	(void)len;
	return go(behind_signal(p), true);
}

/* Of "vCont;ACTION..." the first counts: there is one thread. */
static enum action
verbose(const char *p, size_t len)
{
	(void)len;
	if (strcmp(p, "Cont?") == 0)
		reply("vCont;c;C;s;S");
	else if (strncmp(p, "Cont;", 5) == 0 && strchr("cCsS", p[5]) != NULL &&
	    p[5] != '\0')
		return resume((p[5] | 0x20) == 's');
	else if (strncmp(p, "Kill;", 5) == 0) {
		reply_result(0);
		diex("killed by the debugger");
	} else
		reply("");
	return STAY;
}

NORETURN static enum action
kill_(const char *p, size_t len)
{
	(void)p;
	(void)len;
	diex("killed by the debugger");
}

static enum action
detach_(const char *p, size_t len)
{
	(void)p;
	(void)len;
	reply_result(0);
	if (gdb.vm != NULL)
		detach();
	return RESUME;
}

/* Queries. */

static enum action
why(const char *p, size_t len)
{
	(void)p;
	(void)len;
	reply(gdb.stop);
	return STAY;
}

static enum action
ok(const char *p, size_t len)
{
	(void)p;
	(void)len;
	reply_result(0);
	return STAY;
}

static char description[8192];
static size_t description_len;

static void PRINTF_LIKE(1, 2)
describe(const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(description + description_len,
	    sizeof(description) - description_len, fmt, ap);
	va_end(ap);
	description_len += (size_t)n;
	if (description_len >= sizeof(description))
		diex("gdb: description of the CPU is too long");
}

static void
describe_cpu(void)
{
	const struct cpu_debug *cpu = vm_debug.cpu;
	const struct cpu_feature *f;
	size_t i, j;

	description_len = 0;
	describe("<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM "
	    "\"gdb-target.dtd\"><target version=\"1.0\">"
	    "<architecture>%s</architecture>", cpu->arch);
	for (i = 0; i < cpu->nfeatures; i++) {
		f = &cpu->feature[i];
		describe("<feature name=\"%s\">%s", f->name, f->types);
		for (j = 0; j < f->nregs; j++)
			describe("<reg name=\"%s\" bitsize=\"%zu\" "
			    "type=\"%s\"/>", f->reg[j].name,
			    f->reg[j].size * 8, f->reg[j].type);
		describe("</feature>");
	}
	describe("</target>");
}

/* OFFSET,LENGTH */
static void
transfer(const char *p)
{
	uint64_t offset, len;

	if (!parse_hex(&p, &offset) || !parse_char(&p, ',') ||
	    !parse_hex(&p, &len)) {
		reply_result(-EINVAL);
		return;
	}
	describe_cpu();
	if (offset > description_len)
		offset = description_len;
	if (len > GDB_PACKET_MAX - 1)
		len = GDB_PACKET_MAX - 1;
	gdb.out[0] = 'm';
	if (len >= description_len - offset) {
		gdb.out[0] = 'l';
		len = description_len - offset;
	}
	memcpy(gdb.out + 1, description + offset, (size_t)len);
	reply_bytes(gdb.out, (size_t)len + 1);
}

static const char features_query[] = "Xfer:features:read:target.xml:";

static enum action
query(const char *p, size_t len)
{
	(void)len;
	if (strncmp(p, "Supported", 9) == 0)
		replyf("PacketSize=%x;QStartNoAckMode+;hwbreak+;"
		    "qXfer:features:read+;swbreak+;vContSupported+",
		    GDB_PACKET_MAX);
	else if (strncmp(p, features_query, sizeof(features_query) - 1) == 0)
		transfer(p + sizeof(features_query) - 1);
	else if (strcmp(p, "C") == 0)
		reply("QC1");
	else if (strcmp(p, "fThreadInfo") == 0)
		reply("m1");
	else if (strcmp(p, "sThreadInfo") == 0)
		reply("l");
	else if (strncmp(p, "Attached", 8) == 0)
		reply("1");
	else
		reply("");
	return STAY;
}

static enum action
set(const char *p, size_t len)
{
	(void)len;
	if (strcmp(p, "StartNoAckMode") != 0) {
		reply("");
		return STAY;
	}
	reply_result(0);
	gdb.link.no_ack = true;
	return STAY;
}

/* By a packet's first character; others have the empty reply. */
static const struct command {
	char name;
	enum action (*run)(const char *, size_t);
} commands[] = {
	{ '?', why },
	{ 'C', cont_signal },
	{ 'D', detach_ },
	{ 'G', write_registers },
	{ 'H', ok },		/* choose a thread */
	{ 'M', write_memory },
	{ 'P', write_register },
	{ 'Q', set },
	{ 'S', step_signal },
	{ 'T', ok },		/* is a thread alive */
	{ 'X', write_memory_binary },
	{ 'Z', insert },
	{ 'c', cont },
	{ 'g', read_registers },
	{ 'k', kill_ },
	{ 'm', read_memory },
	{ 'p', read_register },
	{ 'q', query },
	{ 's', step },
	{ 'v', verbose },
	{ 'z', remove_ },
};

static enum action
command(const char *p, size_t len)
{
	size_t i;

	for (i = 0; i < NELEM(commands); i++)
		if (len > 0 && commands[i].name == p[0])
			return commands[i].run(p + 1, len - 1);
	reply("");
	return STAY;
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
	enum action action = STAY;
	long len;

	while (gdb.vm != NULL && action == STAY) {
		len = gdb_receive(&gdb.link, gdb.in);
		if (len < 0)
			lost();
		else
			action = command(gdb.in, (size_t)len);
	}
}

/* gdb.stop says why; regs as for gdb_stop(). */
static void
stop(const struct cpu_regs *regs)
{
	struct vm *vm = gdb.vm;

	if (gdb.resumed)
		reply(gdb.stop);
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
	enum vm_stop why_stopped;
	size_t i = VM_WATCH_MAX;

	why_stopped = vm_debug.cause(gdb.vm, &i);
	trap_disarm(gdb.vm);
	regs_load(NULL);
	if (why_stopped == VM_STOP_WATCH)
		stop_watch(trap_watch(i));
	else
		stop_reason("");
	/* The guest's own is skipped, or it would stay there for ever. */
	if (why_stopped == VM_STOP_TRAP)
		set_pc(get_pc() + vm_debug.cpu->trap_size);
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
	set_pc(pc);
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
	reply(gdb.stop);
	if (gdb.vm != NULL)
		detach();
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
	struct sigaction action = { .sa_handler = handler };
	struct f_owner_ex owner = {
		.type = F_OWNER_TID, .pid = (pid_t)syscall(SYS_gettid)
	};
	sigset_t set;

	gdb.vm = running = vm;
	gdb.link = (struct gdb_link){ .fd = fd };
	gdb.resumed = false;
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGIO);
	if (sigaction(SIGIO, &action, NULL) == -1 ||
	    sigprocmask(SIG_UNBLOCK, &set, NULL) == -1 ||
	    fcntl(fd, F_SETOWN_EX, &owner) == -1 ||
	    fcntl(fd, F_SETFL, O_ASYNC) == -1)
		die("gdb: cannot be told what the debugger sends");
}
