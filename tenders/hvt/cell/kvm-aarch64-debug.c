/* SPDX-License-Identifier: ISC */
/*
 * kvm-aarch64-debug.c: all registers out of KVM and back, and its debug
 * registers; Arm ARM, section D2.
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
#include "kvm-aarch64.h"

/* Enabled, at EL1; for breakpoints, all four bytes of an instruction. */
#define CONTROL_ENABLE	0x3u
#define CONTROL_INSN	(0xfu << 5)
#define CONTROL_LOAD	(1u << 3)
#define CONTROL_STORE	(2u << 3)
/* The watched bytes of eight. */
#define CONTROL_BYTES(mask)	((uint64_t)(mask) << 5)

/* Why the guest is with the debugger, the upper bits of ESR. */
#define CLASS(hsr)	((hsr) >> 26)
#define CLASS_BREAK	0x30u
#define CLASS_WATCH	0x34u
#define CLASS_BRK	0x3cu

/* As far below what it accesses an instruction may have begun to. */
#define ACCESS_MAX	64u

/* PSTATE has SPSel in this bit, which says whose the stack pointer is. */
#define PSTATE_SPSEL	1u

/* What set_traps() was told last, in the order of the debug registers. */
static struct vm_traps current;

/* The registers that are not of 64 bits. */
#define FP_REG(member, size)						\
    (KVM_REG_ARM64 | (size) | KVM_REG_ARM_CORE |			\
    offsetof(struct kvm_regs, fp_regs.member) / sizeof(uint32_t))

/* One after the other: the first error counts. */
struct transfer {
	const struct vm *vm;
	int (*reg)(const struct vm *, uint64_t, void *);
	int error;
};

static int
set_reg(const struct vm *vm, uint64_t id, void *value)
{
	return a64_set_reg(vm, id, value);
}

static void
transfer_reg(struct transfer *t, uint64_t id, void *value)
{
	if (t->error == 0)
		t->error = t->reg(t->vm, id, value);
}

/* pstate comes first: it says which stack pointer is in use. */
static int
transfer_all(struct transfer *t, struct a64_regs *r)
{
	uint64_t pstate = r->cpsr;
	size_t i;

	transfer_reg(t, A64_CORE_REG(regs.pstate), &pstate);
	r->cpsr = (uint32_t)pstate;
	transfer_reg(t, (pstate & PSTATE_SPSEL) != 0 ? A64_CORE_REG(sp_el1) :
	    A64_CORE_REG(regs.sp), &r->sp);
	transfer_reg(t, A64_CORE_REG(regs.pc), &r->pc);
	for (i = 0; i < NELEM(r->x); i++)
		transfer_reg(t, A64_CORE_REG(regs.regs[0]) + 2 * i, &r->x[i]);
	for (i = 0; i < NELEM(r->v); i++)
		transfer_reg(t, FP_REG(vregs[0], KVM_REG_SIZE_U128) + 4 * i,
		    r->v[i]);
	transfer_reg(t, FP_REG(fpsr, KVM_REG_SIZE_U32), &r->fpsr);
	transfer_reg(t, FP_REG(fpcr, KVM_REG_SIZE_U32), &r->fpcr);
	return t->error;
}

static int
cell_get_regs(struct vm *vm, struct cpu_regs *regs)
{
	struct transfer t = { .vm = vm, .reg = a64_get_reg };

	return transfer_all(&t, &regs->a64);
}

static int
cell_set_regs(struct vm *vm, const struct cpu_regs *regs)
{
	struct transfer t = { .vm = vm, .reg = set_reg };
	struct a64_regs copy = regs->a64;

	return transfer_all(&t, &copy);
}

/* An address to be executed, in the nth register of its kind. */
static int
break_set(struct kvm_guest_debug *g, size_t n, const struct vm_watch *w)
{
	if (w->addr % 4 != 0)
		return -EINVAL;
	g->arch.dbg_bcr[n] = CONTROL_ENABLE | CONTROL_INSN;
	g->arch.dbg_bvr[n] = w->addr;
	return 0;
}

/* Bytes to be accessed, which must be among eight. */
static int
watch_set(struct kvm_guest_debug *g, size_t n, const struct vm_watch *w)
{
	static const uint64_t kinds[] = {
		[VM_WATCH_WRITE] = CONTROL_STORE,
		[VM_WATCH_READ] = CONTROL_LOAD,
		[VM_WATCH_ACCESS] = CONTROL_LOAD | CONTROL_STORE,
	};
	const uint64_t first = w->addr % 8;

	if (w->len == 0 || w->len > 8 - first)
		return -EINVAL;
	g->arch.dbg_wcr[n] = CONTROL_ENABLE | kinds[w->kind] |
	    CONTROL_BYTES(((1u << w->len) - 1) << first);
	g->arch.dbg_wvr[n] = w->addr - first;
	return 0;
}

/* How many there are of a kind; the CPU has two at least. */
static size_t breaks, watches;

static size_t
registers(const struct vm *vm, int capability)
{
	const int n = ioctl(vm->state->vm, KVM_CHECK_EXTENSION, capability);

	return n < 0 ? 0 : (size_t)n;
}

static void
cell_prepare(struct vm *vm)
{
	breaks = registers(vm, KVM_CAP_GUEST_DEBUG_HW_BPS);
	watches = registers(vm, KVM_CAP_GUEST_DEBUG_HW_WPS);
}

static int
watches_set(struct kvm_guest_debug *g, const struct vm_traps *traps)
{
	const struct vm_watch *w;
	size_t i, nbreaks = 0, nwatches = 0;
	int r;

	for (i = 0; i < traps->nwatches; i++) {
		w = &traps->watch[i];
		if (w->kind == VM_WATCH_EXEC)
			r = nbreaks == breaks ? -ENOSPC :
			    break_set(g, nbreaks++, w);
		else
			r = nwatches == watches ? -ENOSPC :
			    watch_set(g, nwatches++, w);
		if (r < 0)
			return r;
		g->control |= KVM_GUESTDBG_USE_HW;
	}
	return 0;
}

static int
cell_set_traps(struct vm *vm, const struct vm_traps *traps)
{
	struct kvm_guest_debug g = { 0 };
	int r;

	if (traps->breakpoints)
		g.control |= KVM_GUESTDBG_USE_SW_BP;
	if (traps->step)
		g.control |= KVM_GUESTDBG_SINGLESTEP;
	r = watches_set(&g, traps);
	if (r < 0)
		return r;
	if (g.control != 0)
		g.control |= KVM_GUESTDBG_ENABLE;
	if (ioctl(vm->state->vcpu, KVM_SET_GUEST_DEBUG, &g) == -1)
		return -errno;
	current = *traps;
	return 0;
}

/*
 * The CPU says no more than where the guest is, and which address it accessed:
 * the lowest one, which may be below what is watched.
 */
static enum vm_stop
find_watch(uint64_t addr, uint64_t before, bool exec, size_t *watch)
{
	const struct vm_watch *w;
	size_t i;

	for (i = 0; i < current.nwatches; i++) {
		w = &current.watch[i];
		if ((w->kind == VM_WATCH_EXEC) == exec &&
		    addr < w->addr + (exec ? 4 : w->len) &&
		    addr + before >= w->addr) {
			*watch = i;
			return VM_STOP_WATCH;
		}
	}
	return VM_STOP_STEP;
}

static enum vm_stop
cell_cause(struct vm *vm, size_t *watch)
{
	const struct kvm_debug_exit_arch *d = &vm->state->run->debug.arch;
	uint64_t pc = 0;

	switch (CLASS(d->hsr)) {
	case CLASS_BRK:
		return VM_STOP_TRAP;
	case CLASS_BREAK:
		(void)a64_get_reg(vm, A64_CORE_REG(regs.pc), &pc);
		return find_watch(pc, 0, true, watch);
	case CLASS_WATCH:
		if (find_watch(d->far, 0, false, watch) == VM_STOP_WATCH)
			return VM_STOP_WATCH;
		return find_watch(d->far, ACCESS_MAX, false, watch);
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
	KVM_GET_ONE_REG, KVM_SET_GUEST_DEBUG, KVM_SET_ONE_REG, 0
};

const struct vm_debug vm_debug = {
	.cpu = &cpu_debug_aarch64,
	.get_regs = cell_get_regs,
	.set_regs = cell_set_regs,
	.requests = requests,
	.policy = &debug_policy,
	.prepare = cell_prepare,
	.set_traps = cell_set_traps,
	.cause = cell_cause,
	.kick = cell_kick,
	.unkick = cell_unkick,
};
