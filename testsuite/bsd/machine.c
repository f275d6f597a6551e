/* SPDX-License-Identifier: ISC */
/*
 * machine.c: see machine.h.  What the host's own headers say of KVM is needed
 * here, so this is compiled without those of the modelled system.
 */
#include <config.h>

#include "machine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define SLOTS		64
#define CPUID_MAX	256

static int kvm = -1, vm = -1, vcpu = -1;
static struct kvm_run *run;
static struct kvm_userspace_memory_region slot[SLOTS];

static int
call(int fd, unsigned long request, void *arg)
{
	int r;

	do
		r = ioctl(fd, request, arg);
	while (r == -1 && errno == EINTR);
	return r == -1 ? -errno : r;
}

/* Out of the way of the numbers that programs look at. */
static int
move_up(int fd, int least)
{
	int r;

	if (fd < 0)
		return fd;
	r = fcntl(fd, F_DUPFD_CLOEXEC, least);
	if (r == -1)
		r = -errno;
	(void)close(fd);
	return r;
}

static int
features_set(void)
{
	static union {
		struct kvm_cpuid2 cpuid;
		uint8_t bytes[sizeof(struct kvm_cpuid2) +
		    CPUID_MAX * sizeof(struct kvm_cpuid_entry2)];
	} u;
	int r;

	u.cpuid.nent = CPUID_MAX;
	r = call(kvm, KVM_GET_SUPPORTED_CPUID, &u);
	return r < 0 ? r : call(vcpu, KVM_SET_CPUID2, &u);
}

static int
run_map(void)
{
	const int size = call(kvm, KVM_GET_VCPU_MMAP_SIZE, NULL);
	void *p;

	if (size < 0)
		return size;
	p = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED,
	    vcpu, 0);
	if (p == MAP_FAILED)
		return -errno;
	run = p;
	run->kvm_valid_regs = KVM_SYNC_X86_REGS;
	return 0;
}

int
machine_create(int least, int fd[MACHINE_FDS])
{
	int r;

	kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	kvm = fd[0] = move_up(kvm == -1 ? -errno : kvm, least);
	if (kvm < 0)
		return kvm;
	vm = fd[1] = move_up(call(kvm, KVM_CREATE_VM, NULL), least);
	if (vm < 0)
		return vm;
	vcpu = fd[2] = move_up(call(vm, KVM_CREATE_VCPU, NULL), least);
	if (vcpu < 0)
		return vcpu;
	r = features_set();
	return r < 0 ? r : run_map();
}

static int
slot_set(size_t i)
{
	return call(vm, KVM_SET_USER_MEMORY_REGION, &slot[i]);
}

int
machine_map(uint64_t gpa, uint64_t len, void *mem, bool writable)
{
	size_t i;
	int r;

	for (i = 0; i < SLOTS && slot[i].memory_size != 0; i++)
		continue;
	if (i == SLOTS)
		return -ENOSPC;
	slot[i] = (struct kvm_userspace_memory_region){
		.slot = (uint32_t)i, .flags = writable ? 0 : KVM_MEM_READONLY,
		.guest_phys_addr = gpa, .memory_size = len,
		.userspace_addr = (uintptr_t)mem,
	};
	r = slot_set(i);
	if (r < 0)
		slot[i].memory_size = 0;
	return r;
}

int
machine_unmap(uint64_t gpa, uint64_t len)
{
	size_t i;

	for (i = 0; i < SLOTS; i++)
		if (slot[i].memory_size == len && len != 0 &&
		    slot[i].guest_phys_addr == gpa) {
			slot[i].memory_size = 0;
			return slot_set(i);
		}
	return -EINVAL;
}

/* What is at a guest's address, which is also its physical one; or NULL. */
static const uint8_t *
mem_at(uint64_t gpa)
{
	size_t i;

	for (i = 0; i < SLOTS; i++)
		if (gpa - slot[i].guest_phys_addr < slot[i].memory_size)
			return (const uint8_t *)(uintptr_t)
			    slot[i].userspace_addr + gpa -
			    slot[i].guest_phys_addr;
	return NULL;
}

/* Where the numbers of instructions are in struct kvm_regs. */
static const size_t gpr_offset[MACHINE_GPRS] = {
	[MACHINE_RAX] = offsetof(struct kvm_regs, rax),
	[MACHINE_RCX] = offsetof(struct kvm_regs, rcx),
	[MACHINE_RDX] = offsetof(struct kvm_regs, rdx),
	[MACHINE_RBX] = offsetof(struct kvm_regs, rbx),
	[MACHINE_RSP] = offsetof(struct kvm_regs, rsp),
	[MACHINE_RBP] = offsetof(struct kvm_regs, rbp),
	[MACHINE_RSI] = offsetof(struct kvm_regs, rsi),
	[MACHINE_RDI] = offsetof(struct kvm_regs, rdi),
	[MACHINE_R8] = offsetof(struct kvm_regs, r8),
	[MACHINE_R9] = offsetof(struct kvm_regs, r9),
	[MACHINE_R10] = offsetof(struct kvm_regs, r10),
	[MACHINE_R11] = offsetof(struct kvm_regs, r11),
	[MACHINE_R12] = offsetof(struct kvm_regs, r12),
	[MACHINE_R13] = offsetof(struct kvm_regs, r13),
	[MACHINE_R14] = offsetof(struct kvm_regs, r14),
	[MACHINE_R15] = offsetof(struct kvm_regs, r15),
};

static const size_t seg_offset[MACHINE_SEGS] = {
	[MACHINE_ES] = offsetof(struct kvm_sregs, es),
	[MACHINE_CS] = offsetof(struct kvm_sregs, cs),
	[MACHINE_SS] = offsetof(struct kvm_sregs, ss),
	[MACHINE_DS] = offsetof(struct kvm_sregs, ds),
	[MACHINE_FS] = offsetof(struct kvm_sregs, fs),
	[MACHINE_GS] = offsetof(struct kvm_sregs, gs),
	[MACHINE_LDTR] = offsetof(struct kvm_sregs, ldt),
	[MACHINE_TR] = offsetof(struct kvm_sregs, tr),
};

static uint64_t *
gpr_in(struct kvm_regs *r, size_t i)
{
	return (uint64_t *)(void *)((uint8_t *)r + gpr_offset[i]);
}

static struct kvm_segment *
seg_in(struct kvm_sregs *s, size_t i)
{
	return (struct kvm_segment *)(void *)((uint8_t *)s + seg_offset[i]);
}

/* The bits of an access word, and back. */
static void
segment_from(struct kvm_segment *k, const struct machine_segment *m)
{
	*k = (struct kvm_segment){
		.base = m->base, .limit = m->limit, .selector = m->selector,
		.type = m->access & 0xf, .s = m->access >> 4 & 1,
		.dpl = m->access >> 5 & 3, .present = m->access >> 7 & 1,
		.avl = m->access >> 12 & 1, .l = m->access >> 13 & 1,
		.db = m->access >> 14 & 1, .g = m->access >> 15 & 1,
		.unusable = m->access >> 16 & 1,
	};
}

static void
segment_to(struct machine_segment *m, const struct kvm_segment *k)
{
	*m = (struct machine_segment){
		.base = k->base, .limit = k->limit, .selector = k->selector,
		.access = k->type | (uint32_t)k->s << 4 |
		    (uint32_t)k->dpl << 5 | (uint32_t)k->present << 7 |
		    (uint32_t)k->avl << 12 | (uint32_t)k->l << 13 |
		    (uint32_t)k->db << 14 | (uint32_t)k->g << 15 |
		    (uint32_t)k->unusable << 16,
	};
}

int
machine_get(struct machine_regs *regs)
{
	struct kvm_regs r;
	struct kvm_sregs s;
	int error;
	size_t i;

	error = call(vcpu, KVM_GET_REGS, &r);
	if (error == 0)
		error = call(vcpu, KVM_GET_SREGS, &s);
	if (error < 0)
		return error;
	for (i = 0; i < MACHINE_GPRS; i++)
		regs->gpr[i] = *gpr_in(&r, i);
	for (i = 0; i < MACHINE_SEGS; i++)
		segment_to(&regs->seg[i], seg_in(&s, i));
	regs->rip = r.rip;
	regs->rflags = r.rflags;
	regs->cr0 = s.cr0;
	regs->cr2 = s.cr2;
	regs->cr3 = s.cr3;
	regs->cr4 = s.cr4;
	regs->efer = s.efer;
	regs->gdt = (struct machine_table){ s.gdt.base, s.gdt.limit };
	regs->idt = (struct machine_table){ s.idt.base, s.idt.limit };
	return 0;
}

int
machine_set(const struct machine_regs *regs)
{
	struct kvm_regs r = { .rip = regs->rip, .rflags = regs->rflags };
	struct kvm_sregs s;
	int error;
	size_t i;

	error = call(vcpu, KVM_GET_SREGS, &s);
	if (error < 0)
		return error;
	for (i = 0; i < MACHINE_GPRS; i++)
		*gpr_in(&r, i) = regs->gpr[i];
	for (i = 0; i < MACHINE_SEGS; i++)
		segment_from(seg_in(&s, i), &regs->seg[i]);
	s.cr0 = regs->cr0;
	s.cr2 = regs->cr2;
	s.cr3 = regs->cr3;
	s.cr4 = regs->cr4;
	s.efer = regs->efer;
	s.gdt = (struct kvm_dtable){
		.base = regs->gdt.base, .limit = regs->gdt.limit
	};
	s.idt = (struct kvm_dtable){
		.base = regs->idt.base, .limit = regs->idt.limit
	};
	error = call(vcpu, KVM_SET_SREGS, &s);
	return error < 0 ? error : call(vcpu, KVM_SET_REGS, &r);
}

/*
 * KVM has done an out by the next run, or before, as it likes: so it is told
 * to run, and to stop before the guest does anything.
 */
static int
out_complete(void)
{
	const uint8_t before = run->immediate_exit;
	int r;

	run->immediate_exit = 1;
	r = ioctl(vcpu, KVM_RUN, 0) == -1 ? -errno : 0;
	run->immediate_exit = before;
	return r == -EINTR ? 0 : r;
}

/* How long the instruction was that ends at rip: by DX, or with a number. */
static uint8_t
out_len(uint64_t rip)
{
	const uint8_t *p = mem_at(rip - 1);

	if (p != NULL && (*p & 0xfe) == 0xee)
		return 1;
	p = mem_at(rip - 2);
	return p != NULL && (*p & 0xfe) == 0xe6 ? 2 : 0;
}

static int
stop_io(struct machine_exit *e)
{
	int r = 0;

	e->stop = MACHINE_IO;
	e->io = (struct machine_io){
		.port = run->io.port, .size = run->io.size,
		.in = run->io.direction == KVM_EXIT_IO_IN,
		.count = run->io.count,
	};
	if (e->io.in || e->io.count != 1)
		return 0;
	memcpy(&e->io.data, (const uint8_t *)run + run->io.data_offset,
	    run->io.size);
	r = out_complete();
	e->io.insn_len = out_len(run->s.regs.regs.rip);
	e->rip = run->s.regs.regs.rip - e->io.insn_len;
	return r;
}

static int
stop_decode(struct machine_exit *e)
{
	e->rip = run->s.regs.regs.rip;
	e->code = run->exit_reason;
	switch (run->exit_reason) {
	case KVM_EXIT_IO:
		return stop_io(e);
	case KVM_EXIT_MMIO:
		e->stop = MACHINE_FAULT;
		e->gpa = run->mmio.phys_addr;
		e->write = run->mmio.is_write;
		break;
	case KVM_EXIT_HLT:
		e->stop = MACHINE_HALT;
		break;
	case KVM_EXIT_SHUTDOWN:
		e->stop = MACHINE_SHUTDOWN;
		break;
	case KVM_EXIT_INTR:
		e->stop = MACHINE_INTERRUPTED;
		break;
	default:
		e->stop = MACHINE_OTHER;
	}
	return 0;
}

int
machine_run(struct machine_exit *e)
{
	memset(e, 0, sizeof(*e));
	if (ioctl(vcpu, KVM_RUN, 0) == 0)
		return stop_decode(e);
	e->rip = run->s.regs.regs.rip;
	e->stop = MACHINE_INTERRUPTED;
	return errno == EINTR || errno == EAGAIN ? 0 : -errno;
}

void
machine_break(void)
{
	run->immediate_exit = 1;
}

uint64_t
machine_tsc_freq(void)
{
	const int khz = call(vcpu, KVM_GET_TSC_KHZ, NULL);

	return khz > 0 ? (uint64_t)khz * 1000 : 0;
}
