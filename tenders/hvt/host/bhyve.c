/* SPDX-License-Identifier: ISC */
/*
 * bhyve.c: a virtual machine by FreeBSD's vmm(4).
 *
 * Its memory is one segment of the kernel's, which can be mapped to the guest
 * in several pieces, each with its own protection; how many depends on the
 * release.  This process maps the device, where there is what the guest has at
 * that address, while one piece holds all of it; that mapping stays when the
 * guest's are made again.
 *
 * FreeBSD's tables for Intel's EPT let the guest execute whatever it can read,
 * as the bit that permits it is set for all that is not the kernel's.  So
 * there the guest's own tables alone hold that, as with KVM.
 */
#include <config.h>

#include "bhyve-dev.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bhyve.h"
#include "common/message.h"
#include "hvt/ring.h"
#include "hvt/vm.h"

#define SEGMENT		0	/* VM_SYSMEM */

/* Where virtual CPUs have their interrupt controller, on some of the hosts. */
#define APIC		0xfee00000u

static struct vm_state state = { .fd = -1, .control = -1 };

/* HLT is no way to wait here. */
static int
halt_exits(int fd)
{
	struct vm_capability cap = {
		.cpuid = 0, .captype = VM_CAP_HALT_EXIT, .capval = 1
	};

	return ioctl(fd, VM_SET_CAPABILITY, &cap) == -1 ? -errno : 0;
}

static int
map(int fd, uint64_t gpa, uint64_t len, int prot)
{
	struct vm_memmap m = {
		.gpa = gpa, .segid = SEGMENT, .segoff = (vm_ooffset_t)gpa,
		.len = (size_t)len, .prot = prot
	};

	return ioctl(fd, VM_MMAP_MEMSEG, &m) == -1 ? -errno : 0;
}

static int
unmap(int fd, uint64_t gpa, uint64_t len)
{
	struct vm_munmap m = { .gpa = gpa, .len = (size_t)len };

	return ioctl(fd, VM_MUNMAP_MEMSEG, &m) == -1 ? -errno : 0;
}

/* What the structure has more of in later releases is to be zero. */
static int
memory_alloc(int fd, uint64_t size)
{
	struct vm_memseg seg = { .segid = SEGMENT, .len = (size_t)size };

	return ioctl(fd, VM_ALLOC_MEMSEG, &seg) == -1 ? -errno : 0;
}

/* At a large page's beginning, so that one here can be one there. */
static int
memory_map(struct vm *vm, int fd, uint64_t size)
{
	uintptr_t addr;
	void *p;

	p = mmap(NULL, (size_t)size + VM_LARGE_PAGE, PROT_NONE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	if (p == MAP_FAILED)
		return -errno;
	addr = ((uintptr_t)p + VM_LARGE_PAGE - 1) &
	    ~(uintptr_t)(VM_LARGE_PAGE - 1);
	p = mmap((void *)addr, (size_t)size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_FIXED | MAP_NOCORE, fd, 0);
	if (p == MAP_FAILED)
		return -errno;
	vm->mem = p;
	vm->mem_size = size;
	vm->host_page = (uint64_t)sysconf(_SC_PAGESIZE);
	return 0;
}

static int
memory_create(struct vm *vm, uint64_t size, struct vm_problem *problem)
{
	const int fd = vm->state->fd;
	int r;

	problem->what = "cannot allocate the guest's memory";
	r = memory_alloc(fd, size);
	if (r < 0)
		return r;
	problem->what = "cannot give memory to the virtual machine";
	r = map(fd, 0, size, PROT_READ | PROT_WRITE | PROT_EXEC);
	if (r == -EFAULT && size > APIC)
		problem->advice = "some hosts have the interrupt controller of "
		    "virtual CPUs above 4078 MiB; use less --mem";
	if (r < 0)
		return r;
	problem->what = "cannot map the guest's memory";
	return memory_map(vm, fd, size);
}

static int
bhyve_create(struct vm *vm, uint64_t mem_size, struct vm_problem *problem)
{
	int r;

	*problem = (struct vm_problem){ 0 };
	vm->state = &state;
	r = bhyve_machine_create(&state, problem);
	if (r < 0)
		return r;
	problem->what = "cannot set up the virtual CPU";
	r = halt_exits(state.fd);
	if (r == 0)
		r = memory_create(vm, mem_size, problem);
	if (r < 0) {
		bhyve_machine_destroy();
		(void)close(state.fd);
		(void)close(state.control);
	}
	return r;
}

static int
piece_prot(const struct vm_range *piece)
{
	return PROT_READ | ((piece->prot & VM_W) != 0 ? PROT_WRITE : 0) |
	    ((piece->prot & VM_X) != 0 ? PROT_EXEC : 0);
}

/* All of them, or a negative errno and none. */
static int
map_pieces(int fd, const struct vm_range *piece, size_t n)
{
	size_t i;
	int r = 0;

	for (i = 0; i < n; i++) {
		r = map(fd, piece[i].start, piece[i].end - piece[i].start,
		    piece_prot(&piece[i]));
		if (r < 0)
			break;
	}
	if (r == 0)
		return 0;
	while (i-- > 0)
		(void)unmap(fd, piece[i].start, piece[i].end - piece[i].start);
	return r;
}

/*
 * Fewer pieces: neighbours that differ in nothing of keep become one that
 * permits what both do.  Returns how many there are.
 */
static size_t
coarsen(struct vm_range *to, const struct vm_range *from, size_t n,
    unsigned int keep)
{
	size_t i, made = 0;

	for (i = 0; i < n; i++) {
		if (made == 0 || ((to[made - 1].prot ^ from[i].prot) & keep) !=
		    0) {
			to[made++] = from[i];
			continue;
		}
		to[made - 1].end = from[i].end;
		to[made - 1].prot |= from[i].prot;
	}
	return made;
}

/* In this order, until the kernel has room for as many. */
static const struct {
	unsigned int keep;
	const char *lost;
} grades[] = {
	{ VM_R | VM_W | VM_X, NULL },
	{ VM_W, "WARNING: this kernel maps a guest's memory in few pieces, so "
	    "that only the guest's CPU keeps it from executing some of it" },
	{ 0, "WARNING: this kernel maps a guest's memory in one piece, so "
	    "that only the guest's CPU protects it" },
};

/* Returns a grade, or a negative errno. */
static int
give_graded(int fd, const struct vm_range *piece, size_t n)
{
	struct vm_range coarse[VM_RANGES_MAX];
	size_t grade, m;
	int r = 0;

	for (grade = 0; grade < NELEM(grades); grade++) {
		m = coarsen(coarse, piece, n, grades[grade].keep);
		r = map_pieces(fd, coarse, m);
		if (r == 0)
			return (int)grade;
		if (r != -ENOSPC && r != -EINVAL)
			break;
	}
	return r;
}

/*
 * This process has no use for writing to what the guest cannot, and gives up
 * the right to that for good.
 */
static int
hold_here(const struct vm *vm, const struct vm_range *piece)
{
	return mprotect(vm->mem + piece->start,
	    (size_t)(piece->end - piece->start),
	    PROT_READ | PROT_MAX(PROT_READ)) == -1 ? -errno : 0;
}

static int
bhyve_give(struct vm *vm, const struct vm_range *piece, size_t n)
{
	const int fd = vm->state->fd;
	int grade, r;
	size_t i;

	r = unmap(fd, 0, piece[n - 1].end);
	if (r < 0)
		return r;
	grade = give_graded(fd, piece, n);
	if (grade < 0)
		return grade;
	if (grades[grade].lost != NULL)
		warnx("%s", grades[grade].lost);
	for (i = 0; i < n && r == 0; i++)
		if ((piece[i].prot & VM_W) == 0)
			r = hold_here(vm, &piece[i]);
	return r < 0 ? r : grade > 0;
}

static size_t
bhyve_seal(struct vm *vm, int *keep)
{
	keep[0] = vm->state->fd;
	keep[1] = vm->state->control;
	return 2;
}

const struct vm_host vm_host = {
	.name = "bhyve",
	.create = bhyve_create,
	.holds = VM_W | VM_X,
	.give = bhyve_give,
	.kick_fd = ring_pipe,
	.destroy = bhyve_machine_destroy,
	.seal = bhyve_seal,
};
