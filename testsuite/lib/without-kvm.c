/* SPDX-License-Identifier: ISC */
/*
 * without-kvm.c: what s5without does at calls of KVM, see without.h.
 */
#include <config.h>

#include "without.h"

#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

#include <elf.h>
#include <linux/kvm.h>
#include <stddef.h>
#include <stdint.h>

#include "cpu.h"
#include "helper.h"

/* The third argument: what an ioctl is given. */
static unsigned long
argument(pid_t pid)
{
	struct user_regs_struct regs;
	struct iovec iov = { .iov_base = &regs, .iov_len = sizeof(regs) };

	if (ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &iov) == -1)
		die("ptrace");
	return cpu_argument_3(&regs);
}

/* Which of its requests an ioctl is. */
static unsigned long
request(pid_t pid)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) == -1)
		die("ptrace");
	return (unsigned long)info.seccomp.args[1];
}

void
kvm_get_bytes(pid_t pid, unsigned long addr, void *buf, size_t len)
{
	struct iovec here = { .iov_base = buf, .iov_len = len };
	/* An address there is no pointer here. */
	struct iovec there = { .iov_base = (void *)addr, .iov_len = len };

	if (process_vm_readv(pid, &here, 1, &there, 1, 0) != (ssize_t)len)
		die("process_vm_readv");
}

void
kvm_put_bytes(pid_t pid, unsigned long addr, const void *buf, size_t len)
{
	struct iovec here = { .iov_base = (void *)(uintptr_t)buf,
	    .iov_len = len };
	struct iovec there = { .iov_base = (void *)addr, .iov_len = len };

	if (process_vm_writev(pid, &here, 1, &there, 1, 0) != (ssize_t)len)
		die("process_vm_writev");
}

void
kvm_all_features(pid_t pid)
{
	cpu_all_features(pid, argument(pid));
}

void
kvm_writable_slot(pid_t pid)
{
	const unsigned long addr = argument(pid);
	struct kvm_userspace_memory_region slot;

	kvm_get_bytes(pid, addr, &slot, sizeof(slot));
	slot.flags &= ~(uint32_t)KVM_MEM_READONLY;
	kvm_put_bytes(pid, addr, &slot, sizeof(slot));
}

void
kvm_open_tables(pid_t pid)
{
	struct kvm_userspace_memory_region slot;

	if (request(pid) == KVM_SET_ONE_REG) {
		cpu_open_register(pid, argument(pid));
		return;
	}
	kvm_get_bytes(pid, argument(pid), &slot, sizeof(slot));
	if (slot.guest_phys_addr == 0)
		cpu_open_tables(pid, (unsigned long)slot.userspace_addr);
}

void
kvm_open_memory(pid_t pid)
{
	if (request(pid) == KVM_SET_USER_MEMORY_REGION)
		kvm_writable_slot(pid);
	kvm_open_tables(pid);
}
