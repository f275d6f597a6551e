/* SPDX-License-Identifier: ISC */
/*
 * gdb-command.c: the commands of gdb's remote protocol; see appendix E of its
 * manual.
 *
 * Guest-virtual addresses are guest-physical ones, and there is one thread.
 */
#include <config.h>

#include "gdb-command.h"

#include <string.h>

#include "common/message.h"
#include "compiler.h"
#include "gdb-hex.h"
#include "vm_debug.h"

static enum gdb_action
resume(bool step)
{
	gdb.step = step;
	gdb.resumed = true;
	return GDB_RESUME;
}

/* [ADDR] */
static enum gdb_action
go(const char *p, bool step)
{
	uint64_t addr;

	if (gdb_parse_hex(&p, &addr))
		gdb_set_pc(addr);
	return resume(step);
}

static enum gdb_action
cont(const char *p, size_t len)
{
	(void)len;
	return go(p, false);
}

static enum gdb_action
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

static enum gdb_action
cont_signal(const char *p, size_t len)
{
	(void)len;
	return go(behind_signal(p), false);
}

static enum gdb_action
step_signal(const char *p, size_t len)
{
	(void)len;
	return go(behind_signal(p), true);
}

/* Of "vCont;ACTION..." the first counts: there is one thread. */
static enum gdb_action
verbose(const char *p, size_t len)
{
	(void)len;
	if (strcmp(p, "Cont?") == 0)
		gdb_reply("vCont;c;C;s;S");
	else if (strncmp(p, "Cont;", 5) == 0 && strchr("cCsS", p[5]) != NULL &&
	    p[5] != '\0')
		return resume((p[5] | 0x20) == 's');
	else if (strncmp(p, "Kill;", 5) == 0) {
		gdb_reply_result(0);
		diex("killed by the debugger");
	} else
		gdb_reply("");
	return GDB_STAY;
}

NORETURN static enum gdb_action
kill_(const char *p, size_t len)
{
	(void)p;
	(void)len;
	diex("killed by the debugger");
}

static enum gdb_action
detach(const char *p, size_t len)
{
	(void)p;
	(void)len;
	gdb_reply_result(0);
	if (gdb.vm != NULL)
		gdb_detach();
	return GDB_RESUME;
}

/* Queries. */

static enum gdb_action
why(const char *p, size_t len)
{
	(void)p;
	(void)len;
	gdb_reply(gdb.stop);
	return GDB_STAY;
}

static enum gdb_action
ok(const char *p, size_t len)
{
	(void)p;
	(void)len;
	gdb_reply_result(0);
	return GDB_STAY;
}

static const char features_query[] = "Xfer:features:read:target.xml:";

static enum gdb_action
query(const char *p, size_t len)
{
	(void)len;
	if (strncmp(p, "Supported", 9) == 0)
		gdb_replyf("PacketSize=%x;QStartNoAckMode+;hwbreak+;"
		    "qXfer:features:read+;swbreak+;vContSupported+",
		    GDB_PACKET_MAX);
	else if (strncmp(p, features_query, sizeof(features_query) - 1) == 0)
		gdb_transfer(p + sizeof(features_query) - 1);
	else if (strcmp(p, "C") == 0)
		gdb_reply("QC1");
	else if (strcmp(p, "fThreadInfo") == 0)
		gdb_reply("m1");
	else if (strcmp(p, "sThreadInfo") == 0)
		gdb_reply("l");
	else if (strncmp(p, "Attached", 8) == 0)
		gdb_reply("1");
	else
		gdb_reply("");
	return GDB_STAY;
}

static enum gdb_action
set(const char *p, size_t len)
{
	(void)len;
	if (strcmp(p, "StartNoAckMode") != 0) {
		gdb_reply("");
		return GDB_STAY;
	}
	gdb_reply_result(0);
	gdb.link.no_ack = true;
	return GDB_STAY;
}

/* By a packet's first character; others have the empty reply. */
static const struct gdb_command {
	char name;
	enum gdb_action (*run)(const char *, size_t);
} commands[] = {
	{ '?', why },
	{ 'C', cont_signal },
	{ 'D', detach },
	{ 'G', gdb_write_registers },
	{ 'H', ok },		/* choose a thread */
	{ 'M', gdb_write_memory },
	{ 'P', gdb_write_register },
	{ 'Q', set },
	{ 'S', step_signal },
	{ 'T', ok },		/* is a thread alive */
	{ 'X', gdb_write_memory_binary },
	{ 'Z', gdb_insert },
	{ 'c', cont },
	{ 'g', gdb_read_registers },
	{ 'k', kill_ },
	{ 'm', gdb_read_memory },
	{ 'p', gdb_read_register },
	{ 'q', query },
	{ 's', step },
	{ 'v', verbose },
	{ 'z', gdb_remove },
};

enum gdb_action
gdb_command(const char *p, size_t len)
{
	size_t i;

	for (i = 0; i < NELEM(commands); i++)
		if (len > 0 && commands[i].name == p[0])
			return commands[i].run(p + 1, len - 1);
	gdb_reply("");
	return GDB_STAY;
}
