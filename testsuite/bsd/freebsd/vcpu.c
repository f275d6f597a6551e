/* SPDX-License-Identifier: ISC */
/*
 * vcpu.c: the CPU of a machine of vmm(4).
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <machine/vmm.h>
#include <string.h>
#include <sys/ioctl.h>

#include <machine/vmm_dev.h>

#include "../machine.h"

/* Every so often there is a stop that means nothing. */
#define BOGUS_EVERY	7

#define REGS	(VM_REG_GUEST_CR2 + 1)

static bool active, halt_exits;

/* As they are known here; to be given to the machine, or got from it. */
static struct machine_regs regs;
static bool changed, stale;

/* The instruction of the last stop, until the next run. */
static uint64_t stopped_rip;
static bool stopped;

static uint64_t *const wide[REGS] = {
	[VM_REG_GUEST_RAX] = &regs.gpr[MACHINE_RAX],
	[VM_REG_GUEST_RBX] = &regs.gpr[MACHINE_RBX],
	[VM_REG_GUEST_RCX] = &regs.gpr[MACHINE_RCX],
	[VM_REG_GUEST_RDX] = &regs.gpr[MACHINE_RDX],
	[VM_REG_GUEST_RSI] = &regs.gpr[MACHINE_RSI],
	[VM_REG_GUEST_RDI] = &regs.gpr[MACHINE_RDI],
	[VM_REG_GUEST_RBP] = &regs.gpr[MACHINE_RBP],
	[VM_REG_GUEST_RSP] = &regs.gpr[MACHINE_RSP],
	[VM_REG_GUEST_R8] = &regs.gpr[MACHINE_R8],
	[VM_REG_GUEST_R9] = &regs.gpr[MACHINE_R9],
	[VM_REG_GUEST_R10] = &regs.gpr[MACHINE_R10],
	[VM_REG_GUEST_R11] = &regs.gpr[MACHINE_R11],
	[VM_REG_GUEST_R12] = &regs.gpr[MACHINE_R12],
	[VM_REG_GUEST_R13] = &regs.gpr[MACHINE_R13],
	[VM_REG_GUEST_R14] = &regs.gpr[MACHINE_R14],
	[VM_REG_GUEST_R15] = &regs.gpr[MACHINE_R15],
	[VM_REG_GUEST_CR0] = &regs.cr0,
	[VM_REG_GUEST_CR2] = &regs.cr2,
	[VM_REG_GUEST_CR3] = &regs.cr3,
	[VM_REG_GUEST_CR4] = &regs.cr4,
	[VM_REG_GUEST_EFER] = &regs.efer,
	[VM_REG_GUEST_RIP] = &regs.rip,
	[VM_REG_GUEST_RFLAGS] = &regs.rflags,
};

static struct machine_segment *const segment[REGS] = {
	[VM_REG_GUEST_ES] = &regs.seg[MACHINE_ES],
	[VM_REG_GUEST_CS] = &regs.seg[MACHINE_CS],
	[VM_REG_GUEST_SS] = &regs.seg[MACHINE_SS],
	[VM_REG_GUEST_DS] = &regs.seg[MACHINE_DS],
	[VM_REG_GUEST_FS] = &regs.seg[MACHINE_FS],
	[VM_REG_GUEST_GS] = &regs.seg[MACHINE_GS],
	[VM_REG_GUEST_LDTR] = &regs.seg[MACHINE_LDTR],
	[VM_REG_GUEST_TR] = &regs.seg[MACHINE_TR],
};

static struct machine_table *const table[REGS] = {
	[VM_REG_GUEST_IDTR] = &regs.idt,
	[VM_REG_GUEST_GDTR] = &regs.gdt,
};

static int
refresh(void)
{
	int r;

	if (!stale)
		return 0;
	r = machine_get(&regs);
	if (r < 0)
		return model_refuse(-r);
	if (stopped)
		regs.rip = stopped_rip;
	stale = false;
	return 0;
}

static bool
known(int cpuid, int reg)
{
	return cpuid == 0 && reg >= 0 && reg < REGS;
}

static int
reg_get(int cpuid, int reg, uint64_t *value)
{
	if (!known(cpuid, reg) || (wide[reg] == NULL && segment[reg] == NULL))
		return model_refuse(EINVAL);
	if (refresh() == -1)
		return -1;
	*value = wide[reg] != NULL ? *wide[reg] : segment[reg]->selector;
	return 0;
}

static int
reg_set(const struct vm_register *r)
{
	if (!known(r->cpuid, r->regnum) || (wide[r->regnum] == NULL &&
	    segment[r->regnum] == NULL))
		return model_refuse(EINVAL);
	if (refresh() == -1)
		return -1;
	if (wide[r->regnum] != NULL)
		*wide[r->regnum] = r->regval;
	else
		segment[r->regnum]->selector = (uint16_t)r->regval;
	changed = true;
	return 0;
}

static int
set_get(const struct vm_register_set *set)
{
	unsigned int i;

	for (i = 0; i < set->count; i++)
		if (reg_get(set->cpuid, set->regnums[i],
		    &set->regvals[i]) == -1)
			return -1;
	return 0;
}

static int
desc_get(struct vm_seg_desc *d)
{
	if (!known(d->cpuid, d->regnum) || segment[d->regnum] == NULL)
		return model_refuse(EINVAL);
	if (refresh() == -1)
		return -1;
	d->desc = (struct seg_desc){
		segment[d->regnum]->base, segment[d->regnum]->limit,
		segment[d->regnum]->access
	};
	return 0;
}

static int
desc_set(const struct vm_seg_desc *d)
{
	if (!known(d->cpuid, d->regnum))
		return model_refuse(EINVAL);
	if (table[d->regnum] != NULL) {
		*table[d->regnum] = (struct machine_table){
			d->desc.base, (uint16_t)d->desc.limit
		};
	} else if (segment[d->regnum] != NULL) {
		segment[d->regnum]->base = d->desc.base;
		segment[d->regnum]->limit = d->desc.limit;
		segment[d->regnum]->access = d->desc.access;
	} else {
		return model_refuse(EINVAL);
	}
	changed = true;
	return 0;
}

static int
capability_set(const struct vm_capability *cap)
{
	if (cap->cpuid != 0 || cap->captype != VM_CAP_HALT_EXIT)
		return model_refuse(EINVAL);
	if (model_fails("capability"))
		return -1;
	halt_exits = cap->capval != 0;
	return 0;
}

static int
activate(const struct vm_activate_cpu *cpu)
{
	if (cpu->vcpuid != 0)
		return model_refuse(EINVAL);
	if (active)
		return model_refuse(EBUSY);
	active = true;
	return 0;
}

int
vcpu_ioctl(unsigned long request, void *arg)
{
	struct vm_register *r = arg;

	switch (request) {
	case VM_SET_CAPABILITY:
		return capability_set(arg);
	case VM_SET_REGISTER:
		return reg_set(arg);
	case VM_GET_REGISTER:
		return reg_get(r->cpuid, r->regnum, &r->regval);
	case VM_GET_REGISTER_SET:
		return set_get(arg);
	case VM_SET_SEGMENT_DESCRIPTOR:
		return desc_set(arg);
	case VM_GET_SEGMENT_DESCRIPTOR:
		return desc_get(arg);
	case VM_ACTIVATE_CPU:
		return activate(arg);
	}
	return model_refuse(ENOTTY);
}

/*
 * What VMX asks of a guest's state before it enters it: Intel SDM volume 3,
 * section 26.3.1, as far as a tender has a say in it.
 */
static bool
state_valid(void)
{
	const uint32_t cs = regs.seg[MACHINE_CS].access;
	const uint32_t tr = regs.seg[MACHINE_TR].access;
	size_t i;

	/* NE, PE, PG; PAE; LMA as LME and PG. */
	if ((regs.cr0 & 0x80000021) != 0x80000021 || (regs.cr4 & 0x20) == 0 ||
	    (regs.efer & 0x500) != 0x500)
		return false;
	if ((regs.rflags & 2) == 0 || (regs.rflags & ~0x3f7fd7ull) != 0)
		return false;
	/* Accessed code, present, L and not DB; granular as the limit. */
	if ((cs & 0x609b) != 0x209b || (cs & 0x10f00) != 0)
		return false;
	if ((cs & 0x8000) == 0 && regs.seg[MACHINE_CS].limit > 0xfffff)
		return false;
	for (i = 0; i < MACHINE_SEGS; i++)
		if (i != MACHINE_CS && i < MACHINE_LDTR &&
		    (regs.seg[i].access & 0x10000) == 0 &&
		    (regs.seg[i].access & 0x91) != 0x91)
			return false;
	return (tr & 0x1f) == 0xb && (tr & 0x10080) == 0x80 &&
	    ((regs.seg[MACHINE_LDTR].access & 0x10000) != 0 ||
	    (regs.seg[MACHINE_LDTR].access & 0x9f) == 0x82);
}

/* Returns false with a stop if the machine cannot enter the guest. */
static bool
flush(struct vm_exit *e)
{
	if (!changed)
		return true;
	changed = false;
	if (state_valid() && machine_set(&regs) == 0)
		return true;
	e->exitcode = VM_EXITCODE_VMX;
	e->u.vmx.exit_reason = 0x80000021;	/* invalid guest state */
	return false;
}

/* Devices that the kernel has: PICs, PIT, RTC, ELCR, and ACPI's timer. */
static bool
in_kernel(uint16_t port)
{
	static const uint16_t ports[] = {
		0x20, 0x21, 0x40, 0x41, 0x42, 0x43, 0x61, 0x70, 0x71, 0xa0,
		0xa1, 0x408, 0x4d0, 0x4d1
	};
	size_t i;

	for (i = 0; i < sizeof(ports) / sizeof(ports[0]); i++)
		if (ports[i] == port)
			return true;
	return false;
}

static void
stop_io(const struct machine_io *io, struct vm_exit *e)
{
	e->exitcode = io->count == 1 ? VM_EXITCODE_INOUT :
	    VM_EXITCODE_INOUT_STR;
	e->inst_length = io->insn_len;
	e->u.inout.bytes = io->size & 7;
	e->u.inout.in = io->in;
	e->u.inout.string = io->count != 1;
	e->u.inout.port = io->port;
	e->u.inout.eax = io->data;
}

static void
stop_suspended(enum vm_suspend_how how, struct vm_exit *e)
{
	e->exitcode = VM_EXITCODE_SUSPENDED;
	e->u.suspended.how = how;
}

/* Returns 0, -1 with errno, or 1 to go on. */
static int
translate(const struct machine_exit *m, struct vm_exit *e)
{
	e->rip = m->rip;
	switch (m->stop) {
	case MACHINE_IO:
		if (in_kernel(m->io.port) && !m->io.in)
			return 1;
		stop_io(&m->io, e);
		return 0;
	case MACHINE_FAULT:
		if (vmm_has(m->gpa))
			return model_refuse(EFAULT);
		e->exitcode = VM_EXITCODE_INST_EMUL;
		e->u.inst_emul.gpa = m->gpa;
		return 0;
	case MACHINE_HALT:
		if (halt_exits)
			e->exitcode = VM_EXITCODE_HLT;
		else
			stop_suspended(VM_SUSPEND_HALT, e);
		return 0;
	case MACHINE_SHUTDOWN:
		stop_suspended(VM_SUSPEND_TRIPLEFAULT, e);
		return 0;
	case MACHINE_INTERRUPTED:
		return model_refuse(EINTR);
	case MACHINE_OTHER:
		e->exitcode = VM_EXITCODE_VMX;
		e->u.vmx.exit_reason = m->code;
		return 0;
	}
	return model_refuse(EINVAL);
}

int
vcpu_run(struct vm_exit *e)
{
	static unsigned int runs;
	struct machine_exit m;
	int r;

	if (!active)
		return model_refuse(EINVAL);
	if (model_fails("run"))
		return -1;
	memset(e, 0, sizeof(*e));
	if (++runs % BOGUS_EVERY == 0) {
		e->exitcode = VM_EXITCODE_BOGUS;
		return 0;
	}
	if (!flush(e))
		return 0;
	do {
		stopped = false;
		r = machine_run(&m);
		stale = true;
		if (r < 0)
			return model_refuse(-r);
		r = translate(&m, e);
	} while (r == 1);
	stopped = true;
	stopped_rip = m.rip;
	return r;
}

uint64_t
vcpu_tsc_freq(void)
{
	return machine_tsc_freq();
}
