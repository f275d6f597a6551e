/* SPDX-License-Identifier: ISC */
/*
 * kvm-x86_64-debug.c: all registers out of KVM and back, and its debug
 * registers.
 */
#include <config.h>

#include <errno.h>
#include <linux/kvm.h>
#include <string.h>
#include <sys/ioctl.h>

#include "compiler.h"
#include "hvt/debug-policy.h"
#include "hvt/host/kvm.h"
#include "hvt/vm_debug.h"
#include "kvm-x86_64-probe.h"

/* Debug registers; Intel SDM volume 3, section 17.2. */
#define DR6_WATCHES	0xfu
#define DR7_FIXED	0x400u
#define DR7_ENABLE(i)	(2ull << 2 * (i))
#define DR7_KIND(i, v)	((uint64_t)(v) << (16 + 4 * (i)))
#define DR7_LEN(i, v)	((uint64_t)(v) << (18 + 4 * (i)))

#define VECTOR_BP	3u

/* Behind what FXSAVE stores, which parts are valid; in 4 bytes each. */
#define XSTATE_VALID	128
#define XSTATE_FP	1u
#define XSTATE_SSE	2u

/*
 * Whether KVM has not taken them yet: between cell_start() or set_regs() and
 * the next run they are only in what is shared with it.
 */
static bool
pending(const struct vm *vm, uint64_t which)
{
	return (vm->state->run->kvm_dirty_regs & which) != 0;
}

/*
 * KVM_GET_FPU has no MXCSR.  This has, in what FXSAVE would store, and behind
 * that the registers that gdb does not know.
 */
static int
get_fpu(struct vm *vm, struct x86_regs *r)
{
	struct kvm_xsave xsave;

	if (ioctl(vm->state->vcpu, KVM_GET_XSAVE, &xsave) == -1)
		return -errno;
	x86_fxsave_load(r, xsave.region);
	return 0;
}

static int
set_fpu(struct vm *vm, const struct x86_regs *r)
{
	struct kvm_xsave xsave;
	uint64_t valid;

	if (ioctl(vm->state->vcpu, KVM_GET_XSAVE, &xsave) == -1)
		return -errno;
	x86_fxsave_store(r, xsave.region);
	memcpy(&valid, xsave.region + XSTATE_VALID, sizeof(valid));
	valid |= XSTATE_FP | XSTATE_SSE;
	memcpy(xsave.region + XSTATE_VALID, &valid, sizeof(valid));
	if (ioctl(vm->state->vcpu, KVM_SET_XSAVE, &xsave) == -1)
		return -errno;
	return 0;
}

static int
get_sregs(struct vm *vm, struct kvm_sregs *sregs)
{
	if (pending(vm, KVM_SYNC_X86_SREGS)) {
		*sregs = vm->state->run->s.regs.sregs;
		return 0;
	}
	return ioctl(vm->state->vcpu, KVM_GET_SREGS, sregs) == -1 ? -errno : 0;
}

/* The general ones come with each exit, see cell_start(). */
static void
get_general(const struct vm *vm, struct x86_regs *r)
{
	const struct kvm_regs *k = &vm->state->run->s.regs.regs;

	r->rax = k->rax;
	r->rbx = k->rbx;
	r->rcx = k->rcx;
	r->rdx = k->rdx;
	r->rsi = k->rsi;
	r->rdi = k->rdi;
	r->rbp = k->rbp;
	r->rsp = k->rsp;
	r->r8 = k->r8;
	r->r9 = k->r9;
	r->r10 = k->r10;
	r->r11 = k->r11;
	r->r12 = k->r12;
	r->r13 = k->r13;
	r->r14 = k->r14;
	r->r15 = k->r15;
	r->rip = k->rip;
	r->eflags = (uint32_t)k->rflags;
}

static int
cell_get_regs(struct vm *vm, struct cpu_regs *regs)
{
	struct x86_regs *r = &regs->x86;
	struct kvm_sregs sregs;
	int error;

	error = get_fpu(vm, r);
	if (error == 0)
		error = get_sregs(vm, &sregs);
	if (error < 0)
		return error;
	get_general(vm, r);
	r->cs = sregs.cs.selector;
	r->ss = sregs.ss.selector;
	r->ds = sregs.ds.selector;
	r->es = sregs.es.selector;
	r->fs = sregs.fs.selector;
	r->gs = sregs.gs.selector;
	r->fs_base = sregs.fs.base;
	r->gs_base = sregs.gs.base;
	return 0;
}

static void
set_general(struct vm *vm, const struct x86_regs *r)
{
	vm->state->run->s.regs.regs = (struct kvm_regs){
		.rax = r->rax, .rbx = r->rbx, .rcx = r->rcx, .rdx = r->rdx,
		.rsi = r->rsi, .rdi = r->rdi, .rbp = r->rbp, .rsp = r->rsp,
		.r8 = r->r8, .r9 = r->r9, .r10 = r->r10, .r11 = r->r11,
		.r12 = r->r12, .r13 = r->r13, .r14 = r->r14, .r15 = r->r15,
		.rip = r->rip, .rflags = r->eflags,
	};
	vm->state->run->kvm_dirty_regs |= KVM_SYNC_X86_REGS;
}

/* What is pending, now: KVM ties a single step to the place where it is. */
static int
flush_regs(struct vm *vm)
{
	struct kvm_run *run = vm->state->run;
	const int vcpu = vm->state->vcpu;

	if (pending(vm, KVM_SYNC_X86_SREGS) &&
	    ioctl(vcpu, KVM_SET_SREGS, &run->s.regs.sregs) == -1)
		return -errno;
	if (pending(vm, KVM_SYNC_X86_REGS) &&
	    ioctl(vcpu, KVM_SET_REGS, &run->s.regs.regs) == -1)
		return -errno;
	run->kvm_dirty_regs = 0;
	return 0;
}

/* Selectors stay: what they stand for cannot be told from their number. */
static int
cell_set_regs(struct vm *vm, const struct cpu_regs *regs)
{
	const struct x86_regs *r = &regs->x86;
	struct kvm_sregs sregs;
	int error;

	error = set_fpu(vm, r);
	if (error == 0)
		error = get_sregs(vm, &sregs);
	if (error < 0)
		return error;
	set_general(vm, r);
	if (sregs.fs.base == r->fs_base && sregs.gs.base == r->gs_base)
		return 0;
	sregs.fs.base = r->fs_base;
	sregs.gs.base = r->gs_base;
	vm->state->run->s.regs.sregs = sregs;
	vm->state->run->kvm_dirty_regs |= KVM_SYNC_X86_SREGS;
	return 0;
}

/* What debug registers do here. */
static bool breakpoints_stop, watchpoints_stop;

static void
cell_prepare(struct vm *vm)
{
	breakpoints_stop = probe_breakpoints(vm->state->kvm);
	watchpoints_stop = probe_watchpoints(vm->state->kvm);
}

/* The four bits of DR7; x86 cannot watch for reading alone. */
static int
watch_bits(const struct vm_watch *w, unsigned int i, uint64_t *bits)
{
	static const uint8_t len_bits[9] = {
		[1] = 0, [2] = 1, [4] = 3, [8] = 2
	};
	static const uint8_t kind_bits[] = {
		[VM_WATCH_EXEC] = 0, [VM_WATCH_WRITE] = 1,
		[VM_WATCH_ACCESS] = 3
	};
	const uint64_t len = w->kind == VM_WATCH_EXEC ? 1 : w->len;

	if (!(w->kind == VM_WATCH_EXEC ? breakpoints_stop : watchpoints_stop))
		return -EOPNOTSUPP;
	if (w->kind == VM_WATCH_READ || len == 0 || len > 8 ||
	    (len & (len - 1)) != 0 || w->addr % len != 0)
		return -EINVAL;
	*bits = DR7_ENABLE(i) | DR7_KIND(i, kind_bits[w->kind]) |
	    DR7_LEN(i, len_bits[len]);
	return 0;
}

/* What DR7 was set to: not every KVM says so when the guest stops. */
static uint64_t dr7;

static int
cell_set_traps(struct vm *vm, const struct vm_traps *traps)
{
	struct kvm_guest_debug g = { 0 };
	uint64_t bits;
	unsigned int i;
	int r;

	if (traps->breakpoints)
		g.control |= KVM_GUESTDBG_USE_SW_BP;
	if (traps->step)
		g.control |= KVM_GUESTDBG_SINGLESTEP;
	for (i = 0; i < traps->nwatches; i++) {
		r = watch_bits(&traps->watch[i], i, &bits);
		if (r < 0)
			return r;
		g.control |= KVM_GUESTDBG_USE_HW_BP;
		g.arch.debugreg[i] = traps->watch[i].addr;
		g.arch.debugreg[7] |= DR7_FIXED | bits;
	}
	if (g.control != 0)
		g.control |= KVM_GUESTDBG_ENABLE;
	r = flush_regs(vm);
	if (r == 0 && ioctl(vm->state->vcpu, KVM_SET_GUEST_DEBUG, &g) == -1)
		r = -errno;
	if (r == 0)
		dr7 = g.arch.debugreg[7];
	return r;
}

static enum vm_stop
cell_cause(struct vm *vm, size_t *watch)
{
	const struct kvm_debug_exit_arch *d = &vm->state->run->debug.arch;
	size_t i;

	if (d->exception == VECTOR_BP)
		return VM_STOP_TRAP;
	for (i = 0; i < VM_WATCH_MAX; i++)
		if ((d->dr6 & DR6_WATCHES & 1u << i) != 0 &&
		    (dr7 & DR7_ENABLE(i)) != 0) {
			*watch = i;
			return VM_STOP_WATCH;
		}
	return VM_STOP_STEP;
}

static void
cell_kick(struct vm *vm)
{
	vm->state->run->immediate_exit = 1;
}

static void
cell_unkick(struct vm *vm)
{
	vm->state->run->immediate_exit = 0;
}

static const unsigned long requests[] = {
	KVM_GET_SREGS, KVM_GET_XSAVE, KVM_SET_GUEST_DEBUG, KVM_SET_REGS,
	KVM_SET_SREGS, KVM_SET_XSAVE, 0
};

const struct vm_debug vm_debug = {
	.cpu = &cpu_debug_x86_64,
	.requests = requests,
	.policy = &debug_policy,
	.prepare = cell_prepare,
	.get_regs = cell_get_regs,
	.set_regs = cell_set_regs,
	.set_traps = cell_set_traps,
	.cause = cell_cause,
	.kick = cell_kick,
	.unkick = cell_unkick,
};
