/* SPDX-License-Identifier: ISC */
/*
 * kvm-x86_64-probe.c: whether debug registers stop a guest.  A KVM that
 * executes guests in software does not watch data, and that on the SVM which
 * QEMU emulates stops at nothing; both take what they are given.
 *
 * A machine of its own, with one page of memory, in the real mode in which
 * CPUs begin, comes to an instruction and writes a byte.
 */
#include <config.h>

#include "kvm-x86_64-probe.h"

#include <errno.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hvt/vm.h"

#define PLACE	0x1u		/* of the second instruction */
#define DATA	0x800u		/* what it writes */

/* Fixed; exact; enable the first; four bits what for, of one byte. */
#define DR7		0x702u
#define DR7_EXEC	(DR7 | 0x0u << 16)
#define DR7_WRITE	(DR7 | 0x1u << 16)

static const uint8_t code[] = {
	0x90,					/* nop */
	0xc6, 0x06, 0x00, 0x08, 0x01,		/* movb $1, 0x800 */
	0xf4,					/* hlt */
};

struct machine {
	int vm;
	int vcpu;
	void *page;
	struct kvm_run *run;
	size_t run_size;
};

static bool
machine_create(struct machine *m, int kvm)
{
	const int size = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	struct kvm_userspace_memory_region slot = {
		.memory_size = VM_PAGE_SIZE
	};

	m->vm = ioctl(kvm, KVM_CREATE_VM, 0);
	if (m->vm == -1 || size == -1)
		return false;
	m->page = mmap(NULL, VM_PAGE_SIZE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (m->page == MAP_FAILED)
		return false;
	memcpy(m->page, code, sizeof(code));
	slot.userspace_addr = (uintptr_t)m->page;
	if (ioctl(m->vm, KVM_SET_USER_MEMORY_REGION, &slot) == -1)
		return false;
	m->vcpu = ioctl(m->vm, KVM_CREATE_VCPU, 0);
	if (m->vcpu == -1)
		return false;
	m->run_size = (size_t)size;
	m->run = mmap(NULL, m->run_size, PROT_READ | PROT_WRITE, MAP_SHARED,
	    m->vcpu, 0);
	return m->run != MAP_FAILED;
}

static void
machine_destroy(struct machine *m)
{
	if (m->run != MAP_FAILED)
		(void)munmap(m->run, m->run_size);
	if (m->vcpu != -1)
		(void)close(m->vcpu);
	if (m->vm != -1)
		(void)close(m->vm);
	if (m->page != MAP_FAILED)
		(void)munmap(m->page, VM_PAGE_SIZE);
}

/* The CPU begins at address 0, which is that of the code. */
static bool
machine_start(const struct machine *m)
{
	const struct kvm_regs regs = { .rflags = 0x2 };
	struct kvm_sregs sregs;

	if (ioctl(m->vcpu, KVM_GET_SREGS, &sregs) == -1)
		return false;
	sregs.cs.base = 0;
	sregs.cs.selector = 0;
	return ioctl(m->vcpu, KVM_SET_SREGS, &sregs) == 0 &&
	    ioctl(m->vcpu, KVM_SET_REGS, &regs) == 0;
}

/* A signal may come first. */
static int
run(const struct machine *m)
{
	int r;

	do
		r = ioctl(m->vcpu, KVM_RUN, 0);
	while (r == -1 && errno == EINTR);
	return r;
}

static bool
stops(int kvm, uint64_t addr, uint64_t control)
{
	struct machine m = {
		.vm = -1, .vcpu = -1, .page = MAP_FAILED, .run = MAP_FAILED
	};
	struct kvm_guest_debug debug = {
		.control = KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_USE_HW_BP,
	};
	bool ok;

	debug.arch.debugreg[0] = addr;
	debug.arch.debugreg[7] = control;
	ok = machine_create(&m, kvm) && machine_start(&m) &&
	    ioctl(m.vcpu, KVM_SET_GUEST_DEBUG, &debug) == 0 &&
	    run(&m) == 0 &&
	    m.run->exit_reason == KVM_EXIT_DEBUG;
	machine_destroy(&m);
	return ok;
}

bool
probe_breakpoints(int kvm)
{
	return stops(kvm, PLACE, DR7_EXEC);
}

bool
probe_watchpoints(int kvm)
{
	return stops(kvm, DATA, DR7_WRITE);
}
