/* SPDX-License-Identifier: ISC */
/*
 * gdb-regs.c: registers, and the description of the CPU that has them.
 */
#include <config.h>

#include "gdb-command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/message.h"
#include "compiler.h"
#include "gdb-hex.h"
#include "vm_debug.h"

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

uint64_t
gdb_get_pc(void)
{
	uint64_t pc;

	memcpy(&pc, (const uint8_t *)&gdb.regs + vm_debug.cpu->pc, sizeof(pc));
	return pc;
}

void
gdb_set_pc(uint64_t pc)
{
	memcpy((uint8_t *)&gdb.regs + vm_debug.cpu->pc, &pc, sizeof(pc));
	gdb.changed = true;
}

enum gdb_action
gdb_read_registers(const char *p, size_t len)
{
	const struct cpu_reg *reg;
	size_t i, n = 0;

	(void)p;
	(void)len;
	for (i = 0; (reg = reg_find(i)) != NULL; i++)
		n += gdb_print_bytes(gdb.out + n, reg_bytes(reg), reg->size);
	gdb_reply_bytes(gdb.out, n);
	return GDB_STAY;
}

enum gdb_action
gdb_write_registers(const char *p, size_t len)
{
	const struct cpu_regs old = gdb.regs;
	const struct cpu_reg *reg;
	size_t i;

	(void)len;
	for (i = 0; (reg = reg_find(i)) != NULL; i++)
		if (!gdb_parse_bytes(&p, reg_bytes(reg), reg->size)) {
			gdb.regs = old;
			gdb_reply_result(-EINVAL);
			return GDB_STAY;
		}
	gdb.changed = true;
	gdb_reply_result(0);
	return GDB_STAY;
}

enum gdb_action
gdb_read_register(const char *p, size_t len)
{
	const struct cpu_reg *reg;
	uint64_t n;

	(void)len;
	reg = gdb_parse_hex(&p, &n) ? reg_find(n) : NULL;
	if (reg == NULL)
		gdb_reply_result(-EINVAL);
	else
		gdb_reply_bytes(gdb.out, gdb_print_bytes(gdb.out,
		    reg_bytes(reg), reg->size));
	return GDB_STAY;
}

enum gdb_action
gdb_write_register(const char *p, size_t len)
{
	const struct cpu_reg *reg;
	uint8_t value[16];
	uint64_t n;

	(void)len;
	reg = gdb_parse_hex(&p, &n) && gdb_parse_char(&p, '=') ?
	    reg_find(n) : NULL;
	if (reg == NULL || reg->size > sizeof(value) ||
	    !gdb_parse_bytes(&p, value, reg->size)) {
		gdb_reply_result(-EINVAL);
		return GDB_STAY;
	}
	memcpy(reg_bytes(reg), value, reg->size);
	gdb.changed = true;
	gdb_reply_result(0);
	return GDB_STAY;
}

/* The description. */

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

void
gdb_transfer(const char *p)
{
	uint64_t offset, len;

	if (!gdb_parse_hex(&p, &offset) || !gdb_parse_char(&p, ',') ||
	    !gdb_parse_hex(&p, &len)) {
		gdb_reply_result(-EINVAL);
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
	gdb_reply_bytes(gdb.out, (size_t)len + 1);
}
