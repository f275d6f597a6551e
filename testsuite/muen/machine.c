/* SPDX-License-Identifier: ISC */
/*
 * machine.c: the subject on a virtual CPU of KVM's, in the state in which
 * Muen's policy has it begin.
 */
#include <config.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "s5muen.h"

#define CPUID_MAX	256

#define CR0	0x80010033u	/* PG WP NE ET MP PE */
#define CR4	0x620u		/* OSXMMEXCPT OSFXSR PAE */
#define EFER	0xd00u		/* NXE LMA LME */

static int kvm, vm, vcpu;
static struct kvm_run *run;

static int
call(int fd, unsigned long request, void *arg, const char *what)
{
	int r;

	do
		r = ioctl(fd, request, arg);
	while (r == -1 && errno == EINTR && request != KVM_RUN);
	if (r == -1 && errno != EINTR)
		die(what);
	return r;
}

static void
slot(uint32_t nr, uint64_t gpa, const uint8_t *mem, uint64_t size)
{
	struct kvm_userspace_memory_region region = {
		.slot = nr,
		.guest_phys_addr = gpa,
		.memory_size = size,
		.userspace_addr = (uintptr_t)mem,
	};

	(void)call(vm, KVM_SET_USER_MEMORY_REGION, &region, "memory slot");
}

static void
machine_create(const struct subject *s)
{
	int size;

	kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (kvm == -1)
		die("/dev/kvm");
	vm = call(kvm, KVM_CREATE_VM, NULL, "KVM_CREATE_VM");
	slot(0, 0, s->ram, s->ram_size);
	slot(1, AUX_GPA, s->aux, s->aux_size);
	slot(2, TABLES_GPA, s->tables, s->tables_size);
	vcpu = call(vm, KVM_CREATE_VCPU, NULL, "KVM_CREATE_VCPU");
	size = call(kvm, KVM_GET_VCPU_MMAP_SIZE, NULL,
	    "KVM_GET_VCPU_MMAP_SIZE");
	run = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED,
	    vcpu, 0);
	if (run == MAP_FAILED)
		die("kvm_run");
}

/*
 * A subject may not ask CPUID; no KVM can forbid it.  That the bindings do not
 * is for a test that reads them.
 */
static void
features_set(void)
{
	static union {
		struct kvm_cpuid2 cpuid;
		uint8_t bytes[sizeof(struct kvm_cpuid2) +
		    CPUID_MAX * sizeof(struct kvm_cpuid_entry2)];
	} u;

	u.cpuid.nent = CPUID_MAX;
	(void)call(kvm, KVM_GET_SUPPORTED_CPUID, &u, "KVM_GET_SUPPORTED_CPUID");
	(void)call(vcpu, KVM_SET_CPUID2, &u, "KVM_SET_CPUID2");
}

static void
registers_set(const struct subject *s)
{
	const struct kvm_segment code = {
		.limit = 0xffffffff, .selector = 8, .type = 0xb,
		.present = 1, .l = 1, .s = 1, .g = 1
	};
	const struct kvm_segment data = {
		.limit = 0xffffffff, .selector = 16, .type = 0x3,
		.present = 1, .db = 1, .s = 1, .g = 1
	};
	struct kvm_regs regs = {
		.rip = s->entry, .rsp = s->sp, .rdi = 0x1000, .rflags = 2
	};
	struct kvm_sregs sregs;

	(void)call(vcpu, KVM_GET_SREGS, &sregs, "KVM_GET_SREGS");
	sregs.cs = code;
	sregs.ds = sregs.es = sregs.fs = sregs.gs = sregs.ss = data;
	sregs.tr = (struct kvm_segment){ .type = 0xb, .present = 1 };
	sregs.ldt = (struct kvm_segment){ .unusable = 1 };
	sregs.gdt = sregs.idt = (struct kvm_dtable){ 0 };
	sregs.cr0 = CR0;
	sregs.cr3 = TABLES_GPA;
	sregs.cr4 = CR4;
	sregs.efer = EFER;
	(void)call(vcpu, KVM_SET_SREGS, &sregs, "KVM_SET_SREGS");
	(void)call(vcpu, KVM_SET_REGS, &regs, "KVM_SET_REGS");
}

/* The one event that there is ends the subject. */
static int
exit_status(void)
{
	struct kvm_regs regs;

	(void)call(vcpu, KVM_GET_REGS, &regs, "KVM_GET_REGS");
	if (run->io.direction != KVM_EXIT_IO_OUT || run->io.port != EXIT_PORT)
		diex("access to I/O port 0x%x", run->io.port);
	if (regs.rax != EXIT_EVENT)
		diex("no such event: %llu", (unsigned long long)regs.rax);
	return (int)(regs.rdi & 0xff);
}

int
machine_run(const struct subject *s)
{
	machine_create(s);
	features_set();
	registers_set(s);
	while (call(vcpu, KVM_RUN, NULL, "KVM_RUN") == -1)
		;
	switch (run->exit_reason) {
	case KVM_EXIT_IO:
		return exit_status();
	case KVM_EXIT_HLT:
		warnx("the subject has halted");
		return 2;
	case KVM_EXIT_SHUTDOWN:
		warnx("the subject had a triple fault");
		return 1;
	case KVM_EXIT_INTERNAL_ERROR:
		warnx("KVM internal error %u", run->internal.suberror);
		return 1;
	}
	warnx("KVM exit %u", run->exit_reason);
	return 1;
}
