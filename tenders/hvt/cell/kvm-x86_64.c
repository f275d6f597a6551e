/* SPDX-License-Identifier: ISC */
/*
 * kvm-x86_64.c: registers into KVM, and what stopped the CPU out of it.
 */
#include <config.h>

#include <cpuid.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/kvm.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include <solo5/hvt_abi.h>

#include "compiler.h"
#include "hvt/cpu/x86_64.h"
#include "hvt/host/kvm.h"
#include "hvt/loop.h"
#include "hvt/vm.h"

/* More than any CPU has. */
#define CPUID_MAX	256

/* Registers in struct kvm_run: the sandbox leaves no other way to them. */
const struct kvm_cpu kvm_cpu = {
	.audit_arch = AUDIT_ARCH_X86_64,
	.needs = KVM_CAP_SYNC_REGS,
	.too_old = KVM_DEVICE ": is older than Linux 4.17",
	.absent = "is there hardware virtualization, "
	    "and is the module kvm_intel or kvm_amd loaded?",
	.kick = HVT_RING_KICK_PIO,
	.kick_flags = KVM_IOEVENTFD_FLAG_PIO,
};

/* The one range of MSRs in which some are allowed. */
#define MSR_BASE	0xc0000100u

#define PORTS_END	HVT_RING_KICK_PIO

static void
cpuid_filter(struct kvm_cpuid2 *cpuid)
{
	struct kvm_cpuid_entry2 *e;
	uint32_t reg[4];
	uint32_t i, n = 0;

	for (i = 0; i < cpuid->nent; i++) {
		e = &cpuid->entries[i];
		reg[X86_EAX] = e->eax;
		reg[X86_EBX] = e->ebx;
		reg[X86_ECX] = e->ecx;
		reg[X86_EDX] = e->edx;
		if (!x86_cpuid_filter(e->function, e->index, reg))
			continue;
		e->eax = reg[X86_EAX];
		e->ebx = reg[X86_EBX];
		e->ecx = reg[X86_ECX];
		e->edx = reg[X86_EDX];
		cpuid->entries[n++] = *e;
	}
	cpuid->nent = n;
}

/*
 * Without the first, which is there since Linux 5.10, KVM only hides what it
 * offers to guests that know of it, and carries it out all the same.
 */
static int
cpuid_set(const struct vm_state *s, struct vm_problem *problem)
{
	const struct kvm_enable_cap enforce = {
		.cap = KVM_CAP_ENFORCE_PV_FEATURE_CPUID, .args = { 1 }
	};
	static union {
		struct kvm_cpuid2 cpuid;
		uint8_t bytes[sizeof(struct kvm_cpuid2) +
		    CPUID_MAX * sizeof(struct kvm_cpuid_entry2)];
	} u;

	problem->what = "cannot set the features of the virtual CPU";
	if (ioctl(s->vcpu, KVM_ENABLE_CAP, &enforce) == -1 && errno != EINVAL)
		return -errno;
	u.cpuid.nent = CPUID_MAX;
	if (ioctl(s->kvm, KVM_GET_SUPPORTED_CPUID, &u.cpuid) == -1)
		return -errno;
	cpuid_filter(&u.cpuid);
	if (ioctl(s->vcpu, KVM_SET_CPUID2, &u.cpuid) == -1)
		return -errno;
	return 0;
}

/* All others are denied, where KVM can (since Linux 5.10). */
static int
msrs_set(const struct vm_state *s, struct vm_problem *problem)
{
	uint8_t bitmap[1] = { 0 };
	struct kvm_msr_filter filter = {
		.flags = KVM_MSR_FILTER_DEFAULT_DENY,
		.ranges[0] = {
			.flags = KVM_MSR_FILTER_READ | KVM_MSR_FILTER_WRITE,
			.base = MSR_BASE,
			.nmsrs = 8 * sizeof(bitmap),
			.bitmap = bitmap,
		},
	};
	size_t i;

	for (i = 0; x86_msr_allowed[i] != 0; i++)
		bitmap[0] |= (uint8_t)(1u << (x86_msr_allowed[i] - MSR_BASE));
	problem->what = "cannot filter the registers of the virtual CPU";
	if (ioctl(s->vm, KVM_X86_SET_MSR_FILTER, &filter) == -1 &&
	    errno != ENOTTY)
		return -errno;
	return 0;
}

static void
initial_sregs(struct kvm_sregs *sregs)
{
	const struct kvm_segment code = {
		.limit = 0xffffffff, .selector = X86_SEL_CODE, .type = 0xb,
		.present = 1, .l = 1, .s = 1, .g = 1
	};
	const struct kvm_segment data = {
		.limit = 0xffffffff, .selector = X86_SEL_DATA, .type = 0x3,
		.present = 1, .db = 1, .s = 1, .g = 1
	};
	/* Not used, but VMX wants one: Intel SDM volume 3, 26.3.1.2. */
	const struct kvm_segment task = { .type = 0xb, .present = 1 };

	sregs->cs = code;
	sregs->ds = sregs->es = sregs->fs = sregs->gs = sregs->ss = data;
	sregs->tr = task;
	sregs->ldt = (struct kvm_segment){ .unusable = 1 };
	sregs->gdt = (struct kvm_dtable){
		.base = X86_GDT, .limit = X86_GDT_SIZE - 1
	};
	sregs->idt = (struct kvm_dtable){ 0 };
	sregs->cr0 = X86_CR0;
	sregs->cr3 = X86_PML4;
	sregs->cr4 = X86_CR4;
	sregs->efer = X86_EFER;
}

/*
 * The registers are set by the first run.  From then on the general ones come
 * back with each exit.
 */
static int
cell_start(struct vm *vm, const struct vm_entry *entry,
    struct vm_problem *problem)
{
	struct kvm_run *run = vm->state->run;
	struct kvm_sync_regs *sync = &run->s.regs;
	int r;

	*problem = (struct vm_problem){ 0 };
	r = msrs_set(vm->state, problem);
	if (r == 0)
		r = cpuid_set(vm->state, problem);
	if (r < 0)
		return r;
	problem->what = "cannot read the registers of the virtual CPU";
	if (ioctl(vm->state->vcpu, KVM_GET_SREGS, &sync->sregs) == -1)
		return -errno;
	initial_sregs(&sync->sregs);
	sync->regs = (struct kvm_regs){
		.rip = entry->pc, .rsp = entry->sp, .rdi = entry->arg,
		.rflags = X86_RFLAGS
	};
	run->kvm_dirty_regs = KVM_SYNC_X86_REGS | KVM_SYNC_X86_SREGS;
	run->kvm_valid_regs = KVM_SYNC_X86_REGS;
	return 0;
}

static uint64_t
cell_clock_freq(struct vm *vm)
{
	const int khz = ioctl(vm->state->vcpu, KVM_GET_TSC_KHZ, 0);

	return khz > 0 ? (uint64_t)khz * 1000 : 0;
}

/* A hypercall is a 4-byte out to one of these ports; nothing else is. */
static void
exit_io(const struct kvm_run *run, struct vm_exit *e)
{
	uint32_t arg;

	if (run->io.direction != KVM_EXIT_IO_OUT || run->io.size != 4 ||
	    run->io.count != 1 || run->io.port < HVT_HYPERCALL_PIO(0) ||
	    run->io.port >= PORTS_END) {
		vm_exit_other(e, "no such I/O port: 0x%x", run->io.port);
		return;
	}
	memcpy(&arg, (const uint8_t *)run + run->io.data_offset, sizeof(arg));
	e->kind = VM_EXIT_HYPERCALL;
	e->call.nr = run->io.port - HVT_HYPERCALL_PIO(0);
	e->call.arg = arg;
}

bool
kvm_has_hardware(void)
{
	unsigned int eax, ebx, ecx, edx;

	if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) && (ecx & 1u << 5) != 0)
		return true;
	return __get_cpuid(0x80000001, &eax, &ebx, &ecx, &edx) &&
	    (ecx & 1u << 2) != 0;
}

static void
print_bytes(char *text, size_t size, const uint8_t *byte, size_t n)
{
	size_t i;

	for (i = 0; i < n && size > 4; i++) {
		(void)snprintf(text, size, " %02x", byte[i]);
		text += 3;
		size -= 3;
	}
	*text = '\0';
}

/* KVM tried to execute an instruction in software, and cannot this one. */
static void
exit_emulation(const struct kvm_run *run, struct vm_exit *e)
{
	const uint8_t *insn = run->emulation_failure.insn_bytes;
	size_t n = run->emulation_failure.insn_size;
	char bytes[64];

	if (run->emulation_failure.ndata < 3 ||
	    (run->emulation_failure.flags &
	    KVM_INTERNAL_ERROR_EMULATION_FLAG_INSTRUCTION_BYTES) == 0)
		n = 0;
	if (n > sizeof(run->emulation_failure.insn_bytes))
		n = sizeof(run->emulation_failure.insn_bytes);
	print_bytes(bytes, sizeof(bytes), insn, n);
	vm_exit_other(e, "this KVM cannot execute the %s at rip=0x%llx:%s",
	    x86_insn_kind(insn, n), (unsigned long long)e->pc, bytes);
	e->advice = kvm_has_hardware() ?
	    "the instruction is one that KVM emulates, and not all of them" :
	    "without hardware virtualization (vmx or svm in /proc/cpuinfo) "
	    "KVM executes guests in software, and knows few instructions "
	    "beyond integer ones";
}

static void
exit_decode(const struct kvm_run *run, struct vm_exit *e)
{
	switch (run->exit_reason) {
	case KVM_EXIT_IO:
		exit_io(run, e);
		break;
	case KVM_EXIT_MMIO:
		e->kind = VM_EXIT_FAULT;
		e->gpa = run->mmio.phys_addr;
		break;
	case KVM_EXIT_INTR:
		e->kind = VM_EXIT_INTERRUPTED;
		break;
	case KVM_EXIT_DEBUG:
		e->kind = VM_EXIT_DEBUG;
		break;
	case KVM_EXIT_HLT:
		vm_exit_other(e, "halted the CPU at rip=0x%llx",
		    (unsigned long long)e->pc);
		break;
	case KVM_EXIT_SHUTDOWN:
		vm_exit_other(e, "triple fault: rip=0x%llx",
		    (unsigned long long)e->pc);
		break;
	case KVM_EXIT_INTERNAL_ERROR:
		if (run->internal.suberror == KVM_INTERNAL_ERROR_EMULATION)
			exit_emulation(run, e);
		else
			vm_exit_other(e, "KVM internal error %u at rip=0x%llx",
			    run->internal.suberror, (unsigned long long)e->pc);
		break;
	case KVM_EXIT_FAIL_ENTRY:
		vm_exit_other(e, "KVM cannot enter the guest: reason 0x%llx",
		    run->fail_entry.hardware_entry_failure_reason);
		break;
	default:
		vm_exit_other(e, "unknown KVM exit %u at rip=0x%llx",
		    run->exit_reason, (unsigned long long)e->pc);
	}
}

static int
cell_run(struct vm *vm, struct vm_exit *e)
{
	const struct kvm_run *run = vm->state->run;
	const int r = kvm_run(vm, e);

	e->pc = run->s.regs.regs.rip;
	if (r == 0)
		exit_decode(run, e);
	return r < 0 ? r : 0;
}

const struct vm_cell vm_cell = {
	.cpu = &cpu_x86_64,
	.start = cell_start,
	.clock_freq = cell_clock_freq,
	.run = cell_run,
};
