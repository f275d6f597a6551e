/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm-x86_64.c: registers into vmm(4), and what stopped the CPU out of it.
 *
 * Its indices of registers differ between releases, so only their names are
 * used.  What an exit is called depends on the CPU's maker; the numbers of
 * Intel's and AMD's that arrive here have none in common.
 */
#include <config.h>

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#include <solo5/hvt_abi.h>

#include "compiler.h"
#include "hvt/cpu/x86_64.h"
#include "hvt/host/obsdvmm.h"
#include "hvt/loop.h"
#include "hvt/vm.h"

/* Extended state that the guest may have: the x87's, which is always there. */
#define XCR0_X87	1u

/* Debug registers after a reset; Intel SDM volume 3, section 17.2. */
#define DR6_RESET	0xffff0ff0u
#define DR7_RESET	0x00000400u

/*
 * Access rights as the VMCS has them, Intel SDM volume 3, section 24.4.1:
 * type, S, P; L, D/B, G.
 */
#define AR_CODE		0xa09bu
#define AR_DATA		0xc093u
#define AR_TASK		0x008bu
#define AR_UNUSABLE	0x10000u

#define IDT_LIMIT	0xffffu

static void
initial_sregs(struct vcpu_reg_state *regs)
{
	static const size_t data[] = {
		VCPU_REGS_DS, VCPU_REGS_ES, VCPU_REGS_FS, VCPU_REGS_GS,
		VCPU_REGS_SS
	};
	size_t i;

	regs->vrs_sregs[VCPU_REGS_CS] = (struct vcpu_segment_info){
		.vsi_sel = X86_SEL_CODE, .vsi_limit = 0xffffffff,
		.vsi_ar = AR_CODE
	};
	for (i = 0; i < NELEM(data); i++)
		regs->vrs_sregs[data[i]] = (struct vcpu_segment_info){
			.vsi_sel = X86_SEL_DATA, .vsi_limit = 0xffffffff,
			.vsi_ar = AR_DATA
		};
	/* Not used, but VMX wants one: Intel SDM volume 3, 26.3.1.2. */
	regs->vrs_sregs[VCPU_REGS_TR].vsi_ar = AR_TASK;
	regs->vrs_sregs[VCPU_REGS_LDTR].vsi_ar = AR_UNUSABLE;
	regs->vrs_gdtr.vsi_base = X86_GDT;
	regs->vrs_gdtr.vsi_limit = X86_GDT_SIZE - 1;
	regs->vrs_idtr.vsi_limit = IDT_LIMIT;
}

static void
initial_regs(struct vcpu_reg_state *regs, const struct vm_entry *entry)
{
	regs->vrs_gprs[VCPU_REGS_RIP] = entry->pc;
	regs->vrs_gprs[VCPU_REGS_RSP] = entry->sp;
	regs->vrs_gprs[VCPU_REGS_RDI] = entry->arg;
	regs->vrs_gprs[VCPU_REGS_RFLAGS] = X86_RFLAGS;
	regs->vrs_crs[VCPU_REGS_CR0] = X86_CR0;
	regs->vrs_crs[VCPU_REGS_CR3] = X86_PML4;
	regs->vrs_crs[VCPU_REGS_CR4] = X86_CR4;
	regs->vrs_crs[VCPU_REGS_XCR0] = XCR0_X87;
	regs->vrs_drs[VCPU_REGS_DR6] = DR6_RESET;
	regs->vrs_drs[VCPU_REGS_DR7] = DR7_RESET;
	/*
	 * The kernel takes all bits over.  On AMD the guest can only read it,
	 * so that there would be no NX without this.
	 */
	regs->vrs_msrs[VCPU_REGS_EFER] = X86_EFER;
	initial_sregs(regs);
}

static int
cell_start(struct vm *vm, const struct vm_entry *entry,
    struct vm_problem *problem)
{
	struct vm_resetcpu_params params = {
		.vrp_vm_id = vm->state->id, .vrp_vcpu_id = OBSD_VCPU
	};

	*problem = (struct vm_problem){
		.what = "cannot set the registers of the virtual CPU"
	};
	initial_regs(&params.vrp_init_state, entry);
	if (ioctl(vm->state->fd, VMM_IOC_RESETCPU, &params) == -1)
		return -errno;
	obsd_run_prepare(vm->state, false);
	return 0;
}

static uint64_t
cell_clock_freq(struct vm *vm)
{
	const int is_invariant[] = { CTL_MACHDEP, CPU_INVARIANTTSC };
	const int frequency[] = { CTL_MACHDEP, CPU_TSCFREQ };
	int invariant = 0;
	uint64_t freq = 0;
	size_t size = sizeof(invariant);

	(void)vm;
	if (sysctl(is_invariant, NELEM(is_invariant), &invariant, &size, NULL,
	    0) == -1 || invariant != 1)
		return 0;
	size = sizeof(freq);
	if (sysctl(frequency, NELEM(frequency), &freq, &size, NULL, 0) == -1)
		return 0;
	return freq;
}

/* A hypercall or a kick is a 4-byte out to a port; nothing else is. */
static void
exit_io(struct vm_state *s, struct vm_exit *e)
{
	const struct vm_exit_inout *io = &s->exit.vei;

	if (io->vei_dir != VEI_DIR_OUT || io->vei_size != 4 ||
	    io->vei_string || io->vei_rep ||
	    io->vei_port < HVT_HYPERCALL_PIO(0) ||
	    io->vei_port > HVT_RING_KICK_PIO) {
		vm_exit_other(e, "no such I/O port: 0x%x",
		    (unsigned int)io->vei_port);
		return;
	}
	e->kind = io->vei_port == HVT_RING_KICK_PIO ? VM_EXIT_KICK :
	    VM_EXIT_HYPERCALL;
	e->call.nr = io->vei_port - HVT_HYPERCALL_PIO(0);
	e->call.arg = io->vei_data;
	obsd_run_advance(s);
}

/* Where there is memory, the kernel has mapped it, and the guest goes on. */
static void
exit_fault(const struct vm_state *s, struct vm_exit *e)
{
	e->kind = s->exit.vee.vee_fault_type == VEE_FAULT_HANDLED ?
	    VM_EXIT_INTERRUPTED : VM_EXIT_FAULT;
	e->gpa = VM_GPA_UNKNOWN;
}

/* The other thread of this program has ended it, or else another program. */
static void
exit_gone(const struct vm_state *s, struct vm_exit *e)
{
	while (s->ended)
		(void)pause();
	vm_exit_other(e, "its virtual machine was ended by another program");
}

static void
exit_decode(struct vm_state *s, struct vm_exit *e)
{
	switch (s->run.vrp_exit_reason) {
	case VMX_EXIT_IO:
	case SVM_VMEXIT_IOIO:
		exit_io(s, e);
		break;
	case VMX_EXIT_EPT_VIOLATION:
	case SVM_VMEXIT_NPF:
		exit_fault(s, e);
		break;
	case VM_EXIT_NONE:
	case VMX_EXIT_INT_WINDOW:
		e->kind = VM_EXIT_INTERRUPTED;
		break;
	case VMX_EXIT_HLT:
	case SVM_VMEXIT_HLT:
		vm_exit_other(e, "halted the CPU at rip=0x%llx",
		    (unsigned long long)e->pc);
		break;
	case VMX_EXIT_TRIPLE_FAULT:
	case SVM_VMEXIT_SHUTDOWN:
		vm_exit_other(e, "triple fault: rip=0x%llx",
		    (unsigned long long)e->pc);
		break;
	case VM_EXIT_TERMINATED:
		exit_gone(s, e);
		break;
	default:
		vm_exit_other(e, "unknown exit 0x%x of vmm(4) at rip=0x%llx",
		    (unsigned int)s->run.vrp_exit_reason,
		    (unsigned long long)e->pc);
	}
}

/* The kernel has stopped the CPU for good, and has not said where it was. */
static void
find_pc(const struct vm_state *s, struct vm_exit *e)
{
	static struct vm_rwregs_params params;

	params.vrwp_vm_id = s->id;
	params.vrwp_vcpu_id = OBSD_VCPU;
	params.vrwp_mask = VM_RWREGS_GPRS;
	if (ioctl(s->fd, VMM_IOC_READREGS, &params) == 0)
		e->pc = params.vrwp_regs.vrs_gprs[VCPU_REGS_RIP];
}

/* What is wrong with the guest is an error of the call in some cases. */
static int
run_failed(struct vm_state *s, struct vm_exit *e, int error)
{
	switch (error) {
	case EINTR:
	case EAGAIN:
		e->kind = VM_EXIT_INTERRUPTED;
		return 0;
	case EFAULT:
		find_pc(s, e);
		e->kind = VM_EXIT_FAULT;
		e->gpa = VM_GPA_UNKNOWN;
		return 0;
	case EINVAL:
		find_pc(s, e);
		vm_exit_other(e, "vmm(4) cannot go on at rip=0x%llx",
		    (unsigned long long)e->pc);
		e->advice = "the guest has used memory that it does not have, "
		    "or what vmm(4) does not know; see dmesg";
		return 0;
	case EIO:
		find_pc(s, e);
		vm_exit_other(e, "halted the CPU at rip=0x%llx",
		    (unsigned long long)e->pc);
		return 0;
	case ENOENT:
		exit_gone(s, e);
		return 0;
	}
	return -error;
}

static int
cell_run(struct vm *vm, struct vm_exit *e)
{
	struct vm_state *s = vm->state;

	e->advice = NULL;
	if (ioctl(s->fd, VMM_IOC_RUN, &s->run) == -1)
		return run_failed(s, e, errno);
	obsd_run_prepare(s, true);
	e->pc = s->exit.vrs.vrs_gprs[VCPU_REGS_RIP];
	exit_decode(s, e);
	return 0;
}

const struct vm_cell vm_cell = {
	.cpu = &cpu_x86_64,
	.start = cell_start,
	.clock_freq = cell_clock_freq,
	.run = cell_run,
};
