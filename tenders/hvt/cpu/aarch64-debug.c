/* SPDX-License-Identifier: ISC */
/*
 * aarch64-debug.c: the aarch64 CPU as gdb and core dumps know it.
 */
#include <config.h>

#include "aarch64-regs.h"

#include <string.h>

#include <solo5/hvt_abi.h>

#include "compiler.h"
#include "hvt/vm_debug.h"

#define SIZE(member)	sizeof(((struct a64_regs *)0)->member)
#define REG(member, type)						\
    { #member, type, offsetof(struct cpu_regs, a64.member), SIZE(member) }
#define X(n)								\
    { "x" #n, "int", offsetof(struct cpu_regs, a64.x[n]), 8 }
#define V(n)								\
    { "v" #n, "aarch64v", offsetof(struct cpu_regs, a64.v[n]), 16 }

/* gdb wants these names, and numbers them by this order. */
static const struct cpu_reg core[] = {
	X(0), X(1), X(2), X(3), X(4), X(5), X(6), X(7),
	X(8), X(9), X(10), X(11), X(12), X(13), X(14), X(15),
	X(16), X(17), X(18), X(19), X(20), X(21), X(22), X(23),
	X(24), X(25), X(26), X(27), X(28), X(29), X(30),
	REG(sp, "data_ptr"), REG(pc, "code_ptr"), REG(cpsr, "int"),
};

static const struct cpu_reg fpu[] = {
	V(0), V(1), V(2), V(3), V(4), V(5), V(6), V(7),
	V(8), V(9), V(10), V(11), V(12), V(13), V(14), V(15),
	V(16), V(17), V(18), V(19), V(20), V(21), V(22), V(23),
	V(24), V(25), V(26), V(27), V(28), V(29), V(30), V(31),
	REG(fpsr, "int"), REG(fpcr, "int"),
};

#define VECTOR(id, type, count)						\
    "<vector id=\"" id "\" type=\"" type "\" count=\"" count "\"/>"
#define FIELD(name, type)						\
    "<field name=\"" name "\" type=\"" type "\"/>"
/* Lanes of one size, as floating-point numbers and as integers. */
#define LANES(id, count, real, natural, integer)			\
    VECTOR(id "f", real, count) VECTOR(id "u", natural, count)		\
    VECTOR(id "s", integer, count) "<union id=\"" id "\">"		\
    FIELD("f", id "f") FIELD("u", id "u") FIELD("s", id "s") "</union>"

static const char fpu_types[] =
    LANES("vnd", "2", "ieee_double", "uint64", "int64")
    LANES("vns", "4", "ieee_single", "uint32", "int32")
    LANES("vnh", "8", "ieee_half", "uint16", "int16")
    VECTOR("vnbu", "uint8", "16") VECTOR("vnbs", "int8", "16")
    VECTOR("vnqu", "uint128", "1") VECTOR("vnqs", "int128", "1")
    "<union id=\"vnb\">" FIELD("u", "vnbu") FIELD("s", "vnbs") "</union>"
    "<union id=\"vnq\">" FIELD("u", "vnqu") FIELD("s", "vnqs") "</union>"
    "<union id=\"aarch64v\">" FIELD("d", "vnd") FIELD("s", "vns")
    FIELD("h", "vnh") FIELD("b", "vnb") FIELD("q", "vnq") "</union>";

static const struct cpu_feature features[] = {
	{ "org.gnu.gdb.aarch64.core", "", core, NELEM(core) },
	{ "org.gnu.gdb.aarch64.fpu", fpu_types, fpu, NELEM(fpu) },
};

/* BRK #0: KVM gives it to the debugger first. */
static const uint8_t brk[] = { 0x00, 0x00, 0x20, 0xd4 };

/* Linux's struct user_pt_regs, at offset 112 of its elf_prstatus. */
struct linux_regs {
	uint64_t x[31];
	uint64_t sp, pc, pstate;
};

_Static_assert(sizeof(struct linux_regs) == 34 * 8, "user_pt_regs");

static void
prstatus(const struct cpu_regs *regs, uint8_t *note)
{
	const struct a64_regs *r = &regs->a64;
	struct linux_regs out = {
		.sp = r->sp, .pc = r->pc, .pstate = r->cpsr
	};

	memcpy(out.x, r->x, sizeof(out.x));
	memcpy(note + 112, &out, sizeof(out));
}

/* Linux's struct user_fpsimd_state. */
struct linux_fpregs {
	uint8_t v[32][16];
	uint32_t fpsr, fpcr;
	uint32_t reserved[2];
};

_Static_assert(sizeof(struct linux_fpregs) == 528, "user_fpsimd_state");

static void
fpregset(const struct cpu_regs *regs, uint8_t *note)
{
	const struct a64_regs *r = &regs->a64;
	struct linux_fpregs out = { .fpsr = r->fpsr, .fpcr = r->fpcr };

	memcpy(out.v, r->v, sizeof(out.v));
	memcpy(note, &out, sizeof(out));
}

static const struct cpu_core core_notes = {
	.prstatus_size = 392,
	.signal_offset = 12,
	.pid_offset = 32,
	.prstatus = prstatus,
	.fpregset_size = sizeof(struct linux_fpregs),
	.fpregset = fpregset,
};

/* A cookie may be anything; what is no trap of the bindings' is left alone. */
static bool
trap(const void *cookie, struct cpu_regs *regs)
{
	struct a64_regs *r = &regs->a64;
	struct hvt_trap_aarch64 t;

	memcpy(&t, cookie, sizeof(t));
	if (t.magic != HVT_TRAP_REGS)
		return false;
	memcpy(r->x, t.x, sizeof(r->x));
	r->sp = t.sp;
	r->pc = t.pc;
	r->cpsr = (uint32_t)t.pstate;
	return true;
}

const struct cpu_debug cpu_debug_aarch64 = {
	.arch = "aarch64",
	.feature = features,
	.nfeatures = NELEM(features),
	.pc = offsetof(struct cpu_regs, a64.pc),
	.breakpoint = brk,
	.breakpoint_size = sizeof(brk),
	.breakpoint_pc = 0,
	.trap_size = sizeof(brk),
	.core = &core_notes,
	.trap = trap,
};
