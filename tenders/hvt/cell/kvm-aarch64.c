/* SPDX-License-Identifier: ISC */
/*
 * kvm-aarch64.c: registers into KVM, and what stopped the CPU out of it.
 *
 * A virtual CPU has none of the features for which KVM must be asked: neither
 * SVE, nor performance counters, nor pointer authentication, nor EL2, nor a
 * later PSCI; and there is no interrupt controller.
 */
#include <config.h>

#include <errno.h>
#include <linux/audit.h>
#include <linux/kvm.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>

#include <solo5/hvt_abi.h>

#include "compiler.h"
#include "hvt/cpu/aarch64.h"
#include "hvt/host/kvm.h"
#include "hvt/loop.h"
#include "hvt/vm.h"
#include "kvm-aarch64.h"

/*
 * What this tender's guests have fits into 36 bits of address, and so does all
 * that the smallest CPU with KVM has.
 */
#define ADDRESS_BITS	36

/* Since Linux 6.4, and so younger than some systems' headers. */
#define VM_SMCCC_CTRL		0
#define VM_SMCCC_FILTER		0
#define SMCCC_TO_USER		2

struct smccc_filter {
	uint32_t base;
	uint32_t nr_functions;
	uint8_t action;
	uint8_t pad[15];
};

/* The smallest address space that fits is the one with the fewest tables. */
static unsigned long
machine_type(int kvm)
{
	const int bits = ioctl(kvm, KVM_CHECK_EXTENSION,
	    KVM_CAP_ARM_VM_IPA_SIZE);

	if (bits <= 0)
		return 0;
	return KVM_VM_TYPE_ARM_IPA_SIZE(bits < ADDRESS_BITS ?
	    (unsigned int)bits : ADDRESS_BITS);
}

/* The run loop can do without timers, and KVM without an interrupt for them. */
const struct kvm_cpu kvm_cpu = {
	.audit_arch = AUDIT_ARCH_AARCH64,
	.read = KVM_GET_ONE_REG,
	.needs = KVM_CAP_ARM_USER_IRQ,
	.too_old = KVM_DEVICE ": is older than Linux 4.12",
	.absent = "has this machine hardware virtualization, "
	    "and was the kernel started at EL2?",
	.kick = HVT_RING_KICK_MMIO,
	.type = machine_type,
};

int
a64_get_reg(const struct vm *vm, uint64_t id, void *value)
{
	const struct kvm_one_reg reg = { .id = id, .addr = (uintptr_t)value };

	return ioctl(vm->state->vcpu, KVM_GET_ONE_REG, &reg) == -1 ? -errno :
	    0;
}

int
a64_set_reg(const struct vm *vm, uint64_t id, const void *value)
{
	const struct kvm_one_reg reg = { .id = id, .addr = (uintptr_t)value };

	return ioctl(vm->state->vcpu, KVM_SET_ONE_REG, &reg) == -1 ? -errno :
	    0;
}

/*
 * No services of a firmware: random numbers, stolen time, and what else KVM
 * may know (since Linux 5.19), and where it can tell (since 6.4), a guest that
 * asks for any of the others ends.  Those by which a guest learns which of its
 * CPU's defects are worked around stay.
 */
static int
services_remove(const struct vm *vm)
{
	static const uint64_t bitmaps[] = {
		KVM_REG_ARM_STD_BMAP, KVM_REG_ARM_STD_HYP_BMAP,
		KVM_REG_ARM_VENDOR_HYP_BMAP
	};
	static const struct smccc_filter filters[] = {
		{ .base = 0x00000000, .nr_functions = 0x80000000,
		    .action = SMCCC_TO_USER },
		{ .base = 0x80010000, .nr_functions = 0x3fff0000,
		    .action = SMCCC_TO_USER },
		{ .base = 0xc0010000, .nr_functions = 0x3fff0000,
		    .action = SMCCC_TO_USER },
	};
	struct kvm_device_attr attr = {
		.group = VM_SMCCC_CTRL, .attr = VM_SMCCC_FILTER
	};
	const uint64_t none = 0;
	size_t i;
	int r;

	for (i = 0; i < NELEM(bitmaps); i++) {
		r = a64_set_reg(vm, bitmaps[i], &none);
		if (r < 0 && r != -ENOENT)
			return r;
	}
	if (ioctl(vm->state->vm, KVM_HAS_DEVICE_ATTR, &attr) == -1)
		return 0;
	for (i = 0; i < NELEM(filters); i++) {
		attr.addr = (uintptr_t)&filters[i];
		if (ioctl(vm->state->vm, KVM_SET_DEVICE_ATTR, &attr) == -1)
			return -errno;
	}
	return 0;
}

static int
vcpu_init(const struct vm *vm)
{
	/* KVM has no other way to say what its guest did there. */
	const struct kvm_enable_cap nisv = { .cap = KVM_CAP_ARM_NISV_TO_USER };
	struct kvm_vcpu_init init;

	(void)ioctl(vm->state->vm, KVM_ENABLE_CAP, &nisv);
	if (ioctl(vm->state->vm, KVM_ARM_PREFERRED_TARGET, &init) == -1)
		return -errno;
	memset(init.features, 0, sizeof(init.features));
	if (ioctl(vm->state->vcpu, KVM_ARM_VCPU_INIT, &init) == -1)
		return -errno;
	return 0;
}

static int
initial_regs(const struct vm *vm, const struct vm_entry *entry)
{
	const struct {
		uint64_t id;
		uint64_t value;
	} regs[] = {
		{ A64_SYS_MAIR_EL1, A64_MAIR },
		{ A64_SYS_TCR_EL1, A64_TCR },
		{ A64_SYS_TTBR0_EL1, A64_TTBR0 },
		{ A64_SYS_CPACR_EL1, A64_CPACR },
		{ A64_SYS_SCTLR_EL1, a64_sctlr(vm->range, vm->nranges) },
		{ A64_CORE_REG(regs.pc), entry->pc },
		{ A64_CORE_REG(sp_el1), entry->sp },
		{ A64_CORE_REG(regs.pstate), A64_PSTATE },
		{ A64_CORE_REG(regs.regs[0]), entry->arg },
	};
	size_t i;
	int r;

	for (i = 0; i < NELEM(regs); i++) {
		r = a64_set_reg(vm, regs[i].id, &regs[i].value);
		if (r < 0)
			return r;
	}
	return 0;
}

static int
cell_start(struct vm *vm, const struct vm_entry *entry,
    struct vm_problem *problem)
{
	int r;

	*problem = (struct vm_problem){
		.what = "cannot set the features of the virtual CPU"
	};
	r = vcpu_init(vm);
	if (r == 0)
		r = services_remove(vm);
	if (r < 0)
		return r;
	problem->what = "cannot set the registers of the virtual CPU";
	return initial_regs(vm, entry);
}

/* The guest's counter ticks as that of the host does. */
static uint64_t
cell_clock_freq(struct vm *vm)
{
	uint64_t freq;

	(void)vm;
	__asm__("mrs %0, cntfrq_el0" : "=r"(freq));
	return freq;
}

/* A hypercall is a 4-byte store to one of these addresses. */
static bool
exit_hypercall(const struct kvm_run *run, struct vm_exit *e)
{
	const uint64_t addr = run->mmio.phys_addr;
	uint32_t arg;

	if (run->exit_reason != KVM_EXIT_MMIO || run->mmio.is_write == 0 ||
	    run->mmio.len != 4 || addr < HVT_HYPERCALL_MMIO(0) ||
	    addr >= HVT_RING_KICK_MMIO || addr % 8 != 0)
		return false;
	memcpy(&arg, run->mmio.data, sizeof(arg));
	e->kind = VM_EXIT_HYPERCALL;
	e->call.nr = (addr - HVT_HYPERCALL_MMIO(0)) / 8;
	e->call.arg = arg;
	return true;
}

/* Any other access to where no memory is, or none that can be written. */
static void
exit_access(uint64_t addr, struct vm_exit *e)
{
	if (addr >= A64_DEVICES && addr < A64_DEVICES_END) {
		vm_exit_other(e, "no such device: 0x%llx",
		    (unsigned long long)addr);
		return;
	}
	e->kind = VM_EXIT_FAULT;
	e->gpa = addr;
}

static void
exit_decode(const struct kvm_run *run, struct vm_exit *e)
{
	switch (run->exit_reason) {
	case KVM_EXIT_MMIO:
		exit_access(run->mmio.phys_addr, e);
		break;
	case KVM_EXIT_ARM_NISV:
		exit_access(run->arm_nisv.fault_ipa, e);
		break;
	case KVM_EXIT_INTR:
		e->kind = VM_EXIT_INTERRUPTED;
		break;
	case KVM_EXIT_DEBUG:
		e->kind = VM_EXIT_DEBUG;
		break;
	case KVM_EXIT_HYPERCALL:
		vm_exit_other(e, "asked for service 0x%llx of a firmware at "
		    "pc=0x%llx", run->hypercall.nr, (unsigned long long)e->pc);
		break;
	case KVM_EXIT_SYSTEM_EVENT:
		vm_exit_other(e, "asked a firmware for event %u at pc=0x%llx",
		    run->system_event.type, (unsigned long long)e->pc);
		break;
	case KVM_EXIT_INTERNAL_ERROR:
		vm_exit_other(e, "KVM internal error %u at pc=0x%llx",
		    run->internal.suberror, (unsigned long long)e->pc);
		break;
	case KVM_EXIT_FAIL_ENTRY:
		vm_exit_other(e, "KVM cannot enter the guest: reason 0x%llx",
		    run->fail_entry.hardware_entry_failure_reason);
		break;
	default:
		vm_exit_other(e, "unknown KVM exit %u at pc=0x%llx",
		    run->exit_reason, (unsigned long long)e->pc);
	}
}

/*
 * To read the program counter costs a system call, so that hypercalls go
 * without.  An access that KVM cannot describe is ENOSYS before Linux 5.5.
 */
static int
cell_run(struct vm *vm, struct vm_exit *e)
{
	const struct kvm_run *run = vm->state->run;
	int r;

	r = kvm_run(vm, e);
	if (r == 0 && exit_hypercall(run, e))
		return 0;
	if (r == -ENOSYS) {
		e->kind = VM_EXIT_FAULT;
		e->gpa = VM_GPA_UNKNOWN;
		r = 1;
	}
	if (r < 0)
		return r;
	e->pc = 0;
	(void)a64_get_reg(vm, A64_CORE_REG(regs.pc), &e->pc);
	if (r == 0)
		exit_decode(run, e);
	return 0;
}

const struct vm_cell vm_cell = {
	.cpu = &cpu_aarch64,
	.start = cell_start,
	.clock_freq = cell_clock_freq,
	.run = cell_run,
};
