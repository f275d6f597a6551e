/* SPDX-License-Identifier: ISC */
/*
 * x86_64-debug.c: the x86_64 CPU as gdb and core dumps know it.
 */
#include <config.h>

#include <string.h>

#include <solo5/hvt_abi.h>

#include "compiler.h"
#include "hvt/vm_debug.h"
#include "x86_64-regs.h"
#include "x86_64.h"

#define SIZE(member)	sizeof(((struct x86_regs *)0)->member)
#define REG(member, type)						\
    { #member, type, offsetof(struct cpu_regs, x86.member), SIZE(member) }
#define ST(n)								\
    { "st" #n, "i387_ext", offsetof(struct cpu_regs, x86.st[n]), 10 }
#define XMM(n)								\
    { "xmm" #n, "vec128", offsetof(struct cpu_regs, x86.xmm[n]), 16 }

/* gdb wants these names, and numbers them by this order. */
static const struct cpu_reg core[] = {
	REG(rax, "int64"), REG(rbx, "int64"),
	REG(rcx, "int64"), REG(rdx, "int64"),
	REG(rsi, "int64"), REG(rdi, "int64"),
	REG(rbp, "data_ptr"), REG(rsp, "data_ptr"),
	REG(r8, "int64"), REG(r9, "int64"),
	REG(r10, "int64"), REG(r11, "int64"),
	REG(r12, "int64"), REG(r13, "int64"),
	REG(r14, "int64"), REG(r15, "int64"),
	REG(rip, "code_ptr"), REG(eflags, "int32"),
	REG(cs, "int32"), REG(ss, "int32"), REG(ds, "int32"),
	REG(es, "int32"), REG(fs, "int32"), REG(gs, "int32"),
	ST(0), ST(1), ST(2), ST(3), ST(4), ST(5), ST(6), ST(7),
	REG(fctrl, "int"), REG(fstat, "int"), REG(ftag, "int"),
	REG(fiseg, "int"), REG(fioff, "int"),
	REG(foseg, "int"), REG(fooff, "int"), REG(fop, "int"),
};

static const struct cpu_reg sse[] = {
	XMM(0), XMM(1), XMM(2), XMM(3), XMM(4), XMM(5), XMM(6), XMM(7),
	XMM(8), XMM(9), XMM(10), XMM(11), XMM(12), XMM(13), XMM(14), XMM(15),
	REG(mxcsr, "int"),
};

static const struct cpu_reg segments[] = {
	REG(fs_base, "int"), REG(gs_base, "int"),
};

static const char sse_types[] =
    "<vector id=\"v4f\" type=\"ieee_single\" count=\"4\"/>"
    "<vector id=\"v2d\" type=\"ieee_double\" count=\"2\"/>"
    "<vector id=\"v16i8\" type=\"int8\" count=\"16\"/>"
    "<vector id=\"v8i16\" type=\"int16\" count=\"8\"/>"
    "<vector id=\"v4i32\" type=\"int32\" count=\"4\"/>"
    "<vector id=\"v2i64\" type=\"int64\" count=\"2\"/>"
    "<union id=\"vec128\">"
    "<field name=\"v4_float\" type=\"v4f\"/>"
    "<field name=\"v2_double\" type=\"v2d\"/>"
    "<field name=\"v16_int8\" type=\"v16i8\"/>"
    "<field name=\"v8_int16\" type=\"v8i16\"/>"
    "<field name=\"v4_int32\" type=\"v4i32\"/>"
    "<field name=\"v2_int64\" type=\"v2i64\"/>"
    "<field name=\"uint128\" type=\"uint128\"/>"
    "</union>";

static const struct cpu_feature features[] = {
	{ "org.gnu.gdb.i386.core", "", core, NELEM(core) },
	{ "org.gnu.gdb.i386.sse", sse_types, sse, NELEM(sse) },
	{ "org.gnu.gdb.i386.segments", "", segments, NELEM(segments) },
};

/*
 * Guests have no use for it, so that each KVM stops there, and there is no
 * exception that the guest could be given.  INT3 is not so: a KVM without
 * hardware virtualization does not know it, and QEMU, which has an SVM of its
 * own, always gives it to the guest.
 */
static const uint8_t hlt[] = { 0xf4 };

/* Of a register that is in use: 0 valid, 1 zero, 2 anything else. */
static unsigned int
tag_of(const uint8_t st[10])
{
	const unsigned int exponent = (st[8] | st[9] << 8) & 0x7fff;
	size_t i;

	if (exponent == 0x7fff)
		return 2;
	if (exponent != 0)
		return (st[7] & 0x80) != 0 ? 0 : 2;
	for (i = 0; i < 8; i++)
		if (st[i] != 0)
			return 2;
	return 1;
}

/*
 * The tags of FSTENV from what FXSAVE has, a bit for each register that is in
 * use; Intel SDM volume 1, section 10.5.1.1.  Tags belong to the registers as
 * such, st to the stack made of them.
 */
static void
tags_expand(struct x86_regs *regs, uint8_t used)
{
	const unsigned int top = regs->fstat >> 11 & 7;
	unsigned int i, tag;

	regs->ftag = 0;
	for (i = 0; i < 8; i++) {
		tag = 3;
		if ((used & 1u << i) != 0)
			tag = tag_of(regs->st[(i - top) & 7]);
		regs->ftag |= tag << 2 * i;
	}
}

static uint8_t
tags_reduce(const struct x86_regs *regs)
{
	unsigned int i, used = 0;

	for (i = 0; i < 8; i++)
		if ((regs->ftag >> 2 * i & 3) != 3)
			used |= 1u << i;
	return (uint8_t)used;
}

/* What FXSAVE stores; Intel SDM volume 1, table 10-2. */
struct fxsave {
	uint16_t fcw, fsw;
	uint8_t ftw, reserved0;
	uint16_t fop;
	uint32_t fip, fcs, fdp, fds;
	uint32_t mxcsr, mxcsr_mask;
	uint8_t st[8][16];
	uint8_t xmm[16][16];
	uint8_t reserved1[96];
};

_Static_assert(sizeof(struct fxsave) == 512, "fxsave");

/* Bits of MXCSR that any CPU has; others must be 0. */
#define MXCSR_MASK	0xffffu

void
x86_fxsave_load(struct x86_regs *r, const void *area)
{
	struct fxsave in;
	size_t i;

	memcpy(&in, area, sizeof(in));
	for (i = 0; i < 8; i++)
		memcpy(r->st[i], in.st[i], sizeof(r->st[i]));
	memcpy(r->xmm, in.xmm, sizeof(r->xmm));
	r->fctrl = in.fcw;
	r->fstat = in.fsw;
	r->fop = in.fop;
	r->fiseg = in.fcs;
	r->fioff = in.fip;
	r->foseg = in.fds;
	r->fooff = in.fdp;
	r->mxcsr = in.mxcsr;
	tags_expand(r, in.ftw);
}

void
x86_fxsave_store(const struct x86_regs *r, void *area)
{
	struct fxsave out = {
		.fcw = (uint16_t)r->fctrl, .fsw = (uint16_t)r->fstat,
		.ftw = tags_reduce(r), .fop = (uint16_t)r->fop,
		.fip = r->fioff, .fcs = r->fiseg, .fdp = r->fooff,
		.fds = r->foseg, .mxcsr = r->mxcsr & MXCSR_MASK,
		.mxcsr_mask = MXCSR_MASK,
	};
	size_t i;

	for (i = 0; i < 8; i++)
		memcpy(out.st[i], r->st[i], sizeof(r->st[i]));
	memcpy(out.xmm, r->xmm, sizeof(out.xmm));
	memcpy(area, &out, sizeof(out));
}

/* Linux's struct user_regs_struct, at offset 112 of its elf_prstatus. */
struct linux_regs {
	uint64_t r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8;
	uint64_t rax, rcx, rdx, rsi, rdi, orig_rax, rip, cs, eflags, rsp, ss;
	uint64_t fs_base, gs_base, ds, es, fs, gs;
};

_Static_assert(sizeof(struct linux_regs) == 27 * 8, "user_regs_struct");

static void
prstatus(const struct cpu_regs *regs, uint8_t *note)
{
	const struct x86_regs *r = &regs->x86;
	const struct linux_regs out = {
		.r15 = r->r15, .r14 = r->r14, .r13 = r->r13, .r12 = r->r12,
		.rbp = r->rbp, .rbx = r->rbx, .r11 = r->r11, .r10 = r->r10,
		.r9 = r->r9, .r8 = r->r8, .rax = r->rax, .rcx = r->rcx,
		.rdx = r->rdx, .rsi = r->rsi, .rdi = r->rdi,
		.orig_rax = UINT64_MAX,		/* in no system call */
		.rip = r->rip, .cs = r->cs, .eflags = r->eflags,
		.rsp = r->rsp, .ss = r->ss, .fs_base = r->fs_base,
		.gs_base = r->gs_base, .ds = r->ds, .es = r->es, .fs = r->fs,
		.gs = r->gs,
	};

	memcpy(note + 112, &out, sizeof(out));
}

static void
fpregset(const struct cpu_regs *regs, uint8_t *note)
{
	x86_fxsave_store(&regs->x86, note);
}

static const struct cpu_core core_notes = {
	.prstatus_size = 336,
	.signal_offset = 12,
	.pid_offset = 32,
	.prstatus = prstatus,
	.fpregset_size = sizeof(struct fxsave),
	.fpregset = fpregset,
};

/* A cookie may be anything; what is no trap of the bindings' is left alone. */
static bool
trap(const void *cookie, struct cpu_regs *regs)
{
	struct x86_regs *r = &regs->x86;
	struct hvt_trap_x86_64 t;

	memcpy(&t, cookie, sizeof(t));
	if (t.cs != X86_SEL_CODE || (t.ss != X86_SEL_DATA && t.ss != 0))
		return false;
	r->rip = t.rip;
	r->rsp = t.rsp;
	r->eflags = (uint32_t)t.rflags;
	r->cs = (uint32_t)t.cs;
	r->ss = (uint32_t)t.ss;
	if (t.magic != HVT_TRAP_REGS)
		return true;
	r->r15 = t.r15;
	r->r14 = t.r14;
	r->r13 = t.r13;
	r->r12 = t.r12;
	r->rbp = t.rbp;
	r->rbx = t.rbx;
	r->r11 = t.r11;
	r->r10 = t.r10;
	r->r9 = t.r9;
	r->r8 = t.r8;
	r->rax = t.rax;
	r->rcx = t.rcx;
	r->rdx = t.rdx;
	r->rsi = t.rsi;
	r->rdi = t.rdi;
	return true;
}

const struct cpu_debug cpu_debug_x86_64 = {
	.arch = "i386:x86-64",
	.feature = features,
	.nfeatures = NELEM(features),
	.pc = offsetof(struct cpu_regs, x86.rip),
	.breakpoint = hlt,
	.breakpoint_size = sizeof(hlt),
	.breakpoint_pc = sizeof(hlt),
	.trap_size = 1,		/* INT3 */
	.core = &core_notes,
	.trap = trap,
};
