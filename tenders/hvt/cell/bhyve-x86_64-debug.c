/* SPDX-License-Identifier: ISC */
/*
 * bhyve-x86_64-debug.c: registers out of vmm(4), for dumps.  It has no way to
 * those of the FPU, which are zero in a dump.
 */
#include <config.h>

#include "hvt/host/bhyve-dev.h"

#include <errno.h>
#include <stdint.h>
#include <sys/ioctl.h>

#include "compiler.h"
#include "hvt/host/bhyve.h"
#include "hvt/vm_debug.h"

static const int numbers[] = {
	VM_REG_GUEST_RAX, VM_REG_GUEST_RBX, VM_REG_GUEST_RCX,
	VM_REG_GUEST_RDX, VM_REG_GUEST_RSI, VM_REG_GUEST_RDI,
	VM_REG_GUEST_RBP, VM_REG_GUEST_RSP, VM_REG_GUEST_R8,
	VM_REG_GUEST_R9, VM_REG_GUEST_R10, VM_REG_GUEST_R11,
	VM_REG_GUEST_R12, VM_REG_GUEST_R13, VM_REG_GUEST_R14,
	VM_REG_GUEST_R15, VM_REG_GUEST_RIP, VM_REG_GUEST_RFLAGS,
	VM_REG_GUEST_CS, VM_REG_GUEST_SS, VM_REG_GUEST_DS,
	VM_REG_GUEST_ES, VM_REG_GUEST_FS, VM_REG_GUEST_GS,
};

/* In the order of the numbers. */
static void
store(struct x86_regs *r, const uint64_t *value)
{
	uint64_t *const general[] = {
		&r->rax, &r->rbx, &r->rcx, &r->rdx, &r->rsi, &r->rdi,
		&r->rbp, &r->rsp, &r->r8, &r->r9, &r->r10, &r->r11,
		&r->r12, &r->r13, &r->r14, &r->r15, &r->rip,
	};
	uint32_t *const narrow[] = {
		&r->eflags, &r->cs, &r->ss, &r->ds, &r->es, &r->fs, &r->gs,
	};
	size_t i;

	_Static_assert(NELEM(general) + NELEM(narrow) == NELEM(numbers),
	    "one for each");
	for (i = 0; i < NELEM(general); i++)
		*general[i] = *value++;
	for (i = 0; i < NELEM(narrow); i++)
		*narrow[i] = (uint32_t)*value++;
}

static int
get_base(int fd, int reg, uint64_t *base)
{
	struct vm_seg_desc d = { .cpuid = 0, .regnum = reg };

	if (ioctl(fd, VM_GET_SEGMENT_DESCRIPTOR, &d) == -1)
		return -errno;
	*base = d.desc.base;
	return 0;
}

static int
cell_get_regs(struct vm *vm, struct cpu_regs *regs)
{
	struct x86_regs *r = &regs->x86;
	uint64_t value[NELEM(numbers)];
	struct vm_register_set set = {
		.cpuid = 0, .count = NELEM(numbers), .regnums = numbers,
		.regvals = value,
	};
	const int fd = vm->state->fd;
	int error;

	if (ioctl(fd, VM_GET_REGISTER_SET, &set) == -1)
		return -errno;
	store(r, value);
	error = get_base(fd, VM_REG_GUEST_FS, &r->fs_base);
	return error < 0 ? error : get_base(fd, VM_REG_GUEST_GS, &r->gs_base);
}

static const unsigned long requests[] = {
	VM_GET_REGISTER_SET, VM_GET_SEGMENT_DESCRIPTOR, 0
};

const struct vm_debug vm_debug = {
	.cpu = &cpu_debug_x86_64,
	.requests = requests,
	.get_regs = cell_get_regs,
};
