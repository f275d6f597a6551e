/* SPDX-License-Identifier: ISC */
/*
 * kvm.c: a virtual machine by Linux's KVM; see the kernel's
 * Documentation/virt/kvm/api.rst.
 *
 * What the guest must not write is a read-only slot of memory, and read-only
 * in this process as well: KVM maps into a guest only what the process itself
 * could access, so that either would do.  Slots are made once, when it is
 * known what is where, and never changed: to change one waits for every CPU
 * of the host.
 */
#include <config.h>

#include "kvm.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/attempt.h"
#include "hvt/vm.h"

static struct vm_state state = { .kvm = -1, .vm = -1, .vcpu = -1 };

static const char *
open_advice(int error)
{
	switch (error) {
	case EACCES:
	case EPERM:
		return "a user of KVM is often a member of the group kvm";
	case ENOENT:
	case ENXIO:
	case ENODEV:
		return kvm_cpu.absent;
	}
	return NULL;
}

static int
kvm_open(struct vm_state *s, struct vm_problem *problem)
{
	int version;

	problem->what = KVM_DEVICE ": cannot open";
	s->kvm = open(KVM_DEVICE, O_RDWR | O_CLOEXEC);
	if (s->kvm == -1) {
		problem->advice = open_advice(errno);
		return -errno;
	}
	problem->what = KVM_DEVICE ": not the device of KVM";
	version = ioctl(s->kvm, KVM_GET_API_VERSION, 0);
	if (version == -1) {
		problem->advice = "there is another file in its place, "
		    "which is character device 10, 232";
		return -errno;
	}
	problem->what = KVM_DEVICE ": not the KVM that this was built for";
	if (version != KVM_API_VERSION)
		return -ENOSYS;
	problem->what = kvm_cpu.too_old;
	if (ioctl(s->kvm, KVM_CHECK_EXTENSION, kvm_cpu.needs) <= 0)
		return -ENOSYS;
	return 0;
}

static int
vm_open(struct vm_state *s, struct vm_problem *problem)
{
	const unsigned long type =
	    kvm_cpu.type == NULL ? 0 : kvm_cpu.type(s->kvm);

	problem->what = "cannot create a virtual machine";
	do
		s->vm = ioctl(s->kvm, KVM_CREATE_VM, type);
	while (s->vm == -1 && errno == EINTR);
	return s->vm == -1 ? -errno : 0;
}

/*
 * The guest's address 0 lies at a large page's beginning in this process, so
 * that a large page here is one there.  The first and the last two are kept
 * small, since a guest that needs little touches a few pages of its image, its
 * stack, and the network ring.
 */
static void
memory_advise(uint8_t *mem, size_t size)
{
	(void)madvise(mem, size, MADV_DONTDUMP);
	if (size > 3 * (size_t)VM_LARGE_PAGE)
		(void)madvise(mem + VM_LARGE_PAGE,
		    size - 3 * (size_t)VM_LARGE_PAGE, MADV_HUGEPAGE);
}

static int
memory_create(struct vm *vm, uint64_t mem_size, struct vm_problem *problem)
{
	uintptr_t addr;
	void *p;

	problem->what = "cannot map the guest's memory";
	p = mmap(NULL, (size_t)mem_size + VM_LARGE_PAGE,
	    PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS |
	    MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return -errno;
	addr = ((uintptr_t)p + VM_LARGE_PAGE - 1) &
	    ~(uintptr_t)(VM_LARGE_PAGE - 1);
	vm->mem = (uint8_t *)addr;
	vm->mem_size = mem_size;
	vm->host_page = (uint64_t)sysconf(_SC_PAGESIZE);
	memory_advise(vm->mem, (size_t)mem_size);
	return 0;
}

static int
vcpu_create(struct vm_state *s, struct vm_problem *problem)
{
	void *run;
	int size;

	problem->what = "cannot create a virtual CPU";
	s->vcpu = ioctl(s->vm, KVM_CREATE_VCPU, 0);
	if (s->vcpu == -1)
		return -errno;
	size = ioctl(s->kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	if (size == -1)
		return -errno;
	run = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED,
	    s->vcpu, 0);
	if (run == MAP_FAILED)
		return -errno;
	s->run = run;
	s->run_size = (size_t)size;
	return 0;
}

static void
close_all(struct vm_state *s)
{
	if (s->vcpu != -1)
		(void)close(s->vcpu);
	if (s->vm != -1)
		(void)close(s->vm);
	if (s->kvm != -1)
		(void)close(s->kvm);
	s->vcpu = s->vm = s->kvm = -1;
}

static int
kvm_create(struct vm *vm, uint64_t mem_size, struct vm_problem *problem)
{
	int r;

	*problem = (struct vm_problem){ 0 };
	vm->state = &state;
	r = kvm_open(&state, problem);
	if (r == 0)
		r = vm_open(&state, problem);
	if (r == 0)
		r = memory_create(vm, mem_size, problem);
	if (r == 0)
		r = vcpu_create(&state, problem);
	if (r < 0)
		close_all(&state);
	return r;
}

static int
give_piece(struct vm *vm, const struct vm_range *piece)
{
	const bool writable = (piece->prot & VM_W) != 0;
	const struct kvm_userspace_memory_region slot = {
		.slot = vm->state->nslots,
		.flags = writable ? 0 : KVM_MEM_READONLY,
		.guest_phys_addr = piece->start,
		.memory_size = piece->end - piece->start,
		.userspace_addr = (uintptr_t)(vm->mem + piece->start),
	};

	if (!writable && mprotect(vm->mem + piece->start,
	    (size_t)slot.memory_size, PROT_READ) == -1)
		return -errno;
	if (ioctl(vm->state->vm, KVM_SET_USER_MEMORY_REGION, &slot) == -1)
		return -errno;
	vm->state->nslots++;
	return 0;
}

static int
kvm_give(struct vm *vm, const struct vm_range *piece, size_t n)
{
	size_t i;
	int r = 0;

	for (i = 0; i < n && r == 0; i++)
		r = give_piece(vm, &piece[i]);
	return r;
}

/* The virtual CPU keeps the machine that it belongs to. */
static size_t
kvm_seal(struct vm *vm, int *keep)
{
	keep[0] = vm->state->vcpu;
	(void)close(vm->state->vm);
	(void)close(vm->state->kvm);
	vm->state->vm = vm->state->kvm = -1;
	return 1;
}

int
kvm_run(struct vm *vm, struct vm_exit *e)
{
	e->advice = NULL;
	if (ioctl(vm->state->vcpu, KVM_RUN, 0) == 0)
		return 0;
	if (errno == EINTR || errno == EAGAIN) {
		e->kind = VM_EXIT_INTERRUPTED;
		return 1;
	}
	/* The host has no memory for the guest to access there. */
	if (errno == EFAULT) {
		e->kind = VM_EXIT_FAULT;
		e->gpa = VM_GPA_UNKNOWN;
		return 1;
	}
	return -errno;
}

/* A sandbox around the program may know none of the two calls. */
static int
kvm_kick_fd(struct vm *vm)
{
	struct kvm_ioeventfd kick = {
		.addr = kvm_cpu.kick, .len = sizeof(uint32_t),
		.flags = kvm_cpu.kick_flags,
	};
	const long fd = attempt(SYS_eventfd2, 0, EFD_CLOEXEC, 0, 0, 0);
	int r;

	if (fd < 0)
		return (int)fd;
	kick.fd = (int)fd;
	r = ioctl(vm->state->vm, KVM_IOEVENTFD, &kick) == -1 ? -errno : 0;
	if (r < 0)
		(void)close((int)fd);
	return r < 0 ? r : (int)fd;
}

const struct vm_host vm_host = {
	.name = "kvm",
	.create = kvm_create,
	.holds = VM_W,
	.give = kvm_give,
	.kick_fd = kvm_kick_fd,
	.seal = kvm_seal,
};
