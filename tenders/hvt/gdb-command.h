/* SPDX-License-Identifier: ISC */
/*
 * gdb-command.h: what the files about gdb's commands share.
 */
#ifndef SOLO5_HVT_GDB_COMMAND_H
#define SOLO5_HVT_GDB_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compiler.h"
#include "gdb-link.h"
#include "vm_debug.h"

/* What comes after a command. */
enum gdb_action {
	GDB_STAY,		/* wait for the next packet */
	GDB_RESUME
};

extern struct gdb {
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

/* gdb-command.c */

/* Does what the packet says, and replies. */
enum gdb_action gdb_command(const char *p, size_t len);

/* gdb.c */

/* Lets go of the guest: from now on there is no debugger. */
void gdb_detach(void);

/* Replies.  Afterwards there may be no debugger any more. */
void gdb_reply(const char *text);
void gdb_reply_bytes(const char *p, size_t len);
void gdb_replyf(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* "OK", or an error by its number; gdb does not know what they mean. */
void gdb_reply_result(int r);

/*
 * Commands: what follows the name, and its length.  A NUL is behind it.
 */

/* gdb-regs.c */
enum gdb_action gdb_read_registers(const char *p, size_t len);
enum gdb_action gdb_write_registers(const char *p, size_t len);
enum gdb_action gdb_read_register(const char *p, size_t len);
enum gdb_action gdb_write_register(const char *p, size_t len);
/* OFFSET,LENGTH of the description of the CPU. */
void gdb_transfer(const char *p);
uint64_t gdb_get_pc(void);
void gdb_set_pc(uint64_t pc);

/* gdb-memory.c */
enum gdb_action gdb_read_memory(const char *p, size_t len);
enum gdb_action gdb_write_memory(const char *p, size_t len);
enum gdb_action gdb_write_memory_binary(const char *p, size_t len);
enum gdb_action gdb_insert(const char *p, size_t len);
enum gdb_action gdb_remove(const char *p, size_t len);

#endif /* SOLO5_HVT_GDB_COMMAND_H */
