/* SPDX-License-Identifier: ISC */
/*
 * bhyve-x86_64.c: registers into vmm(4), and what stopped the CPU out of it.
 *
 * vmm(4) has no say in which features a guest sees, but for those of
 * VM_SET_CAPABILITY, which are all off from the start.  It knows many
 * registers of the model (MSR) itself, and stops for the others.
 */
#include <config.h>

#include "hvt/host/bhyve-dev.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/sysctl.h>

#include <solo5/hvt_abi.h>

#include "compiler.h"
#include "hvt/cpu/x86_64.h"
#include "hvt/host/bhyve.h"
#include "hvt/loop.h"
#include "hvt/vm.h"

/* Access rights as VMX has them; Intel SDM volume 3, section 24.4.1. */
#define ACCESS_CODE	0xa09bu	/* G L P S, execute, read, accessed */
#define ACCESS_DATA	0xc093u	/* G DB P S, read, write, accessed */
#define ACCESS_TASK	0x008bu	/* P, a TSS of 64 bits that is busy */
#define ACCESS_NONE	0x10000u

static int
set_reg(int fd, int reg, uint64_t value)
{
	struct vm_register r = { .cpuid = 0, .regnum = reg, .regval = value };

	return ioctl(fd, VM_SET_REGISTER, &r) == -1 ? -errno : 0;
}

static int
set_desc(int fd, int reg, uint64_t base, uint32_t limit, uint32_t access)
{
	struct vm_seg_desc d = {
		.cpuid = 0, .regnum = reg,
		.desc = { .base = base, .limit = limit, .access = access },
	};

	return ioctl(fd, VM_SET_SEGMENT_DESCRIPTOR, &d) == -1 ? -errno : 0;
}

static const struct segment {
	int reg;
	uint16_t selector;
	uint32_t limit;
	uint32_t access;
} segments[] = {
	{ VM_REG_GUEST_CS, X86_SEL_CODE, UINT32_MAX, ACCESS_CODE },
	{ VM_REG_GUEST_DS, X86_SEL_DATA, UINT32_MAX, ACCESS_DATA },
	{ VM_REG_GUEST_ES, X86_SEL_DATA, UINT32_MAX, ACCESS_DATA },
	{ VM_REG_GUEST_FS, X86_SEL_DATA, UINT32_MAX, ACCESS_DATA },
	{ VM_REG_GUEST_GS, X86_SEL_DATA, UINT32_MAX, ACCESS_DATA },
	{ VM_REG_GUEST_SS, X86_SEL_DATA, UINT32_MAX, ACCESS_DATA },
	{ VM_REG_GUEST_TR, 0, 0, ACCESS_TASK },
	{ VM_REG_GUEST_LDTR, 0, 0, ACCESS_NONE },
};

static int
set_segments(int fd)
{
	size_t i;
	int r = 0;

	for (i = 0; i < NELEM(segments) && r == 0; i++) {
		r = set_desc(fd, segments[i].reg, 0, segments[i].limit,
		    segments[i].access);
		if (r == 0)
			r = set_reg(fd, segments[i].reg, segments[i].selector);
	}
	if (r == 0)
		r = set_desc(fd, VM_REG_GUEST_GDTR, X86_GDT,
		    X86_GDT_SIZE - 1, 0);
	if (r == 0)
		r = set_desc(fd, VM_REG_GUEST_IDTR, 0, 0, 0);
	return r;
}

/* EFER before CR0: with paging on, it says which. */
static int
set_regs(int fd, const struct vm_entry *entry)
{
	const struct {
		int reg;
		uint64_t value;
	} regs[] = {
		{ VM_REG_GUEST_EFER, X86_EFER },
		{ VM_REG_GUEST_CR4, X86_CR4 },
		{ VM_REG_GUEST_CR3, X86_PML4 },
		{ VM_REG_GUEST_CR0, X86_CR0 },
		{ VM_REG_GUEST_RFLAGS, X86_RFLAGS },
		{ VM_REG_GUEST_RIP, entry->pc },
		{ VM_REG_GUEST_RSP, entry->sp },
		{ VM_REG_GUEST_RDI, entry->arg },
	};
	size_t i;
	int r = 0;

	for (i = 0; i < NELEM(regs) && r == 0; i++)
		r = set_reg(fd, regs[i].reg, regs[i].value);
	return r;
}

static int
cell_start(struct vm *vm, const struct vm_entry *entry,
    struct vm_problem *problem)
{
	const int fd = vm->state->fd;
	struct vm_activate_cpu cpu = { .vcpuid = 0 };
	int r;

	*problem = (struct vm_problem){
		.what = "cannot set the registers of the virtual CPU"
	};
	r = set_segments(fd);
	if (r == 0)
		r = set_regs(fd, entry);
	if (r < 0)
		return r;
	problem->what = "cannot activate the virtual CPU";
	return ioctl(fd, VM_ACTIVATE_CPU, &cpu) == -1 ? -errno : 0;
}

/* The guest's counter is the host's, at some distance. */
static uint64_t
cell_clock_freq(struct vm *vm)
{
	uint64_t freq = 0;
	size_t size = sizeof(freq);
	int invariant = 0;
	size_t invariant_size = sizeof(invariant);

	(void)vm;
	if (sysctlbyname("kern.timecounter.invariant_tsc", &invariant,
	    &invariant_size, NULL, 0) == -1 || invariant != 1)
		return 0;
	if (sysctlbyname("machdep.tsc_freq", &freq, &size, NULL, 0) == -1 ||
	    size != sizeof(freq))
		return 0;
	return freq;
}

/* A hypercall is a 4-byte out to one of these ports; nothing else is. */
static void
exit_io(const struct vmm_exit *v, struct vm_exit *e)
{
	const struct vm_inout *io = &v->u.inout;

	if (io->in || io->bytes != 4 || io->string || io->rep ||
	    io->port < HVT_HYPERCALL_PIO(0) || io->port > HVT_RING_KICK_PIO) {
		vm_exit_other(e, "no such I/O port: 0x%x", io->port);
		return;
	}
	if (io->port == HVT_RING_KICK_PIO) {
		e->kind = VM_EXIT_KICK;
		return;
	}
	e->kind = VM_EXIT_HYPERCALL;
	e->call.nr = io->port - HVT_HYPERCALL_PIO(0);
	e->call.arg = io->eax;
}

static void
exit_suspended(const struct vmm_exit *v, struct vm_exit *e)
{
	if (v->u.suspended.how == VM_SUSPEND_TRIPLEFAULT)
		vm_exit_other(e, "triple fault: rip=0x%llx",
		    (unsigned long long)e->pc);
	else
		vm_exit_other(e, "somebody else has stopped the virtual "
		    "machine (%d)", (int)v->u.suspended.how);
}

static void
exit_vmx(const struct vmm_exit *v, struct vm_exit *e)
{
	vm_exit_other(e, "VMX exit %u at rip=0x%llx: status %d, "
	    "qualification 0x%llx, error %d",
	    (unsigned int)v->u.vmx.exit_reason,
	    (unsigned long long)e->pc, v->u.vmx.status,
	    (unsigned long long)v->u.vmx.exit_qualification,
	    v->u.vmx.inst_error);
}

static void
exit_svm(const struct vmm_exit *v, struct vm_exit *e)
{
	vm_exit_other(e, "SVM exit 0x%llx at rip=0x%llx: 0x%llx, 0x%llx",
	    (unsigned long long)v->u.svm.exitcode, (unsigned long long)e->pc,
	    (unsigned long long)v->u.svm.exitinfo1,
	    (unsigned long long)v->u.svm.exitinfo2);
}

static void
exit_decode(const struct vmm_exit *v, struct vm_exit *e)
{
	switch (v->exitcode) {
	case VM_EXITCODE_INOUT:
		exit_io(v, e);
		break;
	case VM_EXITCODE_INOUT_STR:
		vm_exit_other(e, "no such I/O port: 0x%x", v->u.inout.port);
		break;
	case VM_EXITCODE_BOGUS:
		e->kind = VM_EXIT_INTERRUPTED;
		break;
	case VM_EXITCODE_INST_EMUL:
		e->kind = VM_EXIT_FAULT;
		e->gpa = v->u.inst_emul.gpa;
		break;
	case VM_EXITCODE_PAGING:
		e->kind = VM_EXIT_FAULT;
		e->gpa = v->u.paging.gpa;
		break;
	case VM_EXITCODE_HLT:
		vm_exit_other(e, "halted the CPU at rip=0x%llx",
		    (unsigned long long)e->pc);
		break;
	case VM_EXITCODE_RDMSR:
	case VM_EXITCODE_WRMSR:
		vm_exit_other(e, "no such register of the CPU's model: 0x%x, "
		    "at rip=0x%llx", (unsigned int)v->u.msr.code,
		    (unsigned long long)e->pc);
		break;
	case VM_EXITCODE_SUSPENDED:
		exit_suspended(v, e);
		break;
	case VM_EXITCODE_VMX:
		exit_vmx(v, e);
		break;
	case VM_EXITCODE_SVM:
		exit_svm(v, e);
		break;
	default:
		vm_exit_other(e, "unknown vmm exit %d at rip=0x%llx",
		    (int)v->exitcode, (unsigned long long)e->pc);
	}
}

/* The host has refused the guest an access, and says only that. */
static void
exit_fault(int fd, struct vm_exit *e)
{
	struct vm_register rip = { .cpuid = 0, .regnum = VM_REG_GUEST_RIP };

	e->kind = VM_EXIT_FAULT;
	e->gpa = VM_GPA_UNKNOWN;
	e->pc = ioctl(fd, VM_GET_REGISTER, &rip) == -1 ? 0 : rip.regval;
}

static int
cell_run(struct vm *vm, struct vm_exit *e)
{
	const int fd = vm->state->fd;
	struct vmm_exit v;
	int r;

	memset(&v, 0, sizeof(v));
	e->advice = NULL;
	r = bhyve_run(fd, &v);
	e->pc = v.rip;
	if (r == -EINTR)
		e->kind = VM_EXIT_INTERRUPTED;
	else if (r == -EFAULT)
		exit_fault(fd, e);
	else if (r < 0)
		return r;
	else
		exit_decode(&v, e);
	return 0;
}

const struct vm_cell vm_cell = {
	.cpu = &cpu_x86_64,
	.start = cell_start,
	.clock_freq = cell_clock_freq,
	.run = cell_run,
};
