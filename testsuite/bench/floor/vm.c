/* SPDX-License-Identifier: ISC */
/*
 * vm.c: what every virtual machine costs: one is made with a page of memory,
 * and executes one instruction, which halts it.
 */
#include <config.h>

#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE	4096u

/* The CPU begins in real mode; this page is all that there is for it. */
static const uint8_t code[] = { 0xf4 };	/* hlt */

static int
memory_make(int vm)
{
	struct kvm_userspace_memory_region slot = { .memory_size = PAGE };
	void *mem;

	mem = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (mem == MAP_FAILED)
		return -1;
	memcpy(mem, code, sizeof(code));
	slot.userspace_addr = (uintptr_t)mem;
	return ioctl(vm, KVM_SET_USER_MEMORY_REGION, &slot);
}

static int
cpu_start(int vcpu)
{
	struct kvm_regs regs = { .rflags = 0x2 };
	struct kvm_sregs sregs;

	if (ioctl(vcpu, KVM_GET_SREGS, &sregs) == -1)
		return -1;
	sregs.cs.base = 0;
	sregs.cs.selector = 0;
	if (ioctl(vcpu, KVM_SET_SREGS, &sregs) == -1)
		return -1;
	return ioctl(vcpu, KVM_SET_REGS, &regs);
}

static struct kvm_run *
run_map(int kvm, int vcpu)
{
	const int size = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);

	return size == -1 ? MAP_FAILED : mmap(NULL, (size_t)size,
	    PROT_READ | PROT_WRITE, MAP_SHARED, vcpu, 0);
}

int
main(void)
{
	struct kvm_run *run;
	int kvm, vm, vcpu;

	kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	vm = ioctl(kvm, KVM_CREATE_VM, 0);
	if (vm == -1 || memory_make(vm) == -1)
		return 1;
	vcpu = ioctl(vm, KVM_CREATE_VCPU, 0);
	if (vcpu == -1 || cpu_start(vcpu) == -1)
		return 1;
	run = run_map(kvm, vcpu);
	if (run == MAP_FAILED || ioctl(vcpu, KVM_RUN, 0) == -1)
		return 1;
	return run->exit_reason == KVM_EXIT_HLT ? 0 : 1;
}
