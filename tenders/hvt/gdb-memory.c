/* SPDX-License-Identifier: ISC */
/*
 * gdb-memory.c: the guest's memory, breakpoints and watchpoints.
 *
 * The debugger is trusted as the operator is, but packets are bounded, and
 * what is read from the guest goes through vm_mem().
 */
#include <config.h>

#include "gdb-command.h"

#include <errno.h>
#include <string.h>

#include "compiler.h"
#include "gdb-hex.h"
#include "gdb-trap.h"
#include "vm_debug.h"

/* Bytes of memory that one packet holds as digits. */
#define CHUNK_MAX	((GDB_PACKET_MAX - 1) / 2)

static uint8_t chunk[CHUNK_MAX];

enum gdb_action
gdb_read_memory(const char *p, size_t len)
{
	uint64_t addr, n;
	size_t done;

	(void)len;
	if (!gdb_parse_hex(&p, &addr) || !gdb_parse_char(&p, ',') ||
	    !gdb_parse_hex(&p, &n)) {
		gdb_reply_result(-EINVAL);
		return GDB_STAY;
	}
	if (n > CHUNK_MAX)
		n = CHUNK_MAX;
	done = trap_read(gdb.vm, addr, chunk, (size_t)n);
	if (done == 0 && n > 0)
		gdb_reply_result(-EFAULT);
	else
		gdb_reply_bytes(gdb.out, gdb_print_bytes(gdb.out, chunk, done));
	return GDB_STAY;
}

/* ADDR,LENGTH: and then LENGTH bytes, at most as many as a packet has. */
static bool
parse_write(const char **p, uint64_t *addr, uint64_t *n)
{
	return gdb_parse_hex(p, addr) && gdb_parse_char(p, ',') &&
	    gdb_parse_hex(p, n) && gdb_parse_char(p, ':') && *n <= CHUNK_MAX;
}

enum gdb_action
gdb_write_memory(const char *p, size_t len)
{
	uint64_t addr, n;

	(void)len;
	if (!parse_write(&p, &addr, &n) ||
	    !gdb_parse_bytes(&p, chunk, (size_t)n))
		gdb_reply_result(-EINVAL);
	else
		gdb_reply_result(trap_write(gdb.vm, addr, chunk, (size_t)n) ?
		    0 : -EFAULT);
	return GDB_STAY;
}

/* The same, with the bytes as such; the few that cannot be have an escape. */
enum gdb_action
gdb_write_memory_binary(const char *p, size_t len)
{
	const char *end = p + len;
	uint64_t addr, n;
	uint8_t flip;
	size_t i;

	if (!parse_write(&p, &addr, &n)) {
		gdb_reply_result(-EINVAL);
		return GDB_STAY;
	}
	for (i = 0; i < n && p < end; i++) {
		flip = *p == '}' ? 0x20 : 0;
		if (flip != 0 && ++p == end)
			break;
		chunk[i] = (uint8_t)*p++ ^ flip;
	}
	if (i < n)
		gdb_reply_result(-EINVAL);
	else
		gdb_reply_result(trap_write(gdb.vm, addr, chunk, i) ? 0 :
		    -EFAULT);
	return GDB_STAY;
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

	if (!gdb_parse_hex(&p, type) || *type >= NELEM(kind) ||
	    !gdb_parse_char(&p, ',') || !gdb_parse_hex(&p, &w->addr) ||
	    !gdb_parse_char(&p, ',') || !gdb_parse_hex(&p, &w->len))
		return false;
	w->kind = kind[*type];
	return true;
}

enum gdb_action
gdb_insert(const char *p, size_t len)
{
	struct vm_watch w;
	uint64_t type;

	(void)len;
	if (!parse_watch(p, &type, &w))
		gdb_reply("");
	else if (type == 0)
		gdb_reply_result(trap_breakpoint_add(gdb.vm, w.addr));
	else
		gdb_reply_result(trap_watch_add(gdb.vm, &w));
	return GDB_STAY;
}

enum gdb_action
gdb_remove(const char *p, size_t len)
{
	struct vm_watch w;
	uint64_t type;

	(void)len;
	if (!parse_watch(p, &type, &w))
		gdb_reply("");
	else if (type == 0)
		gdb_reply_result(trap_breakpoint_remove(w.addr));
	else
		gdb_reply_result(trap_watch_remove(&w));
	return GDB_STAY;
}
