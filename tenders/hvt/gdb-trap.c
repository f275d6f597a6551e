/* SPDX-License-Identifier: ISC */
/*
 * gdb-trap.c: software breakpoints are in memory only while the guest runs, so
 * that whoever reads memory finds what the guest has there.
 *
 * Text is read-only in this process, as it is for the guest.  To write there
 * it is made writable for that moment, in which the guest does not run.
 */
#include <config.h>

#include "gdb-trap.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "compiler.h"
#include "vm_debug.h"

#define BREAKPOINTS_MAX	128
#define BREAKPOINT_SIZE	4	/* at most, on any CPU */

static struct breakpoint {
	uint64_t addr;
	uint8_t saved[BREAKPOINT_SIZE];
	bool armed;
	bool of_cpu;		/* as one of the CPU's was asked for */
} breakpoints[BREAKPOINTS_MAX];
static size_t nbreakpoints;

static struct vm_traps traps;

/* Watched by comparing what is there after each step with what was. */
#define SOFT_LEN_MAX	64u

static struct soft_watch {
	struct vm_watch watch;
	uint8_t before[SOFT_LEN_MAX];
} soft[VM_WATCH_MAX];
static size_t nsoft;

size_t
trap_read(const struct vm *vm, uint64_t addr, void *buf, size_t len)
{
	size_t done, n;
	const void *p;

	for (done = 0; done < len; done += n) {
		n = VM_PAGE_SIZE - (size_t)((addr + done) % VM_PAGE_SIZE);
		if (n > len - done)
			n = len - done;
		p = vm_mem(vm, addr + done, n, 0);
		if (p == NULL)
			break;
		memcpy((uint8_t *)buf + done, p, n);
	}
	return done;
}

/* Where it is executed, CPUs are told that by what is a no-op on some. */
static void
copy(uint8_t *to, const void *buf, size_t len)
{
	memcpy(to, buf, len);
	__builtin___clear_cache((char *)to, (char *)to + len);
}

/* At most one page. */
static bool
write_page(const struct vm *vm, uint64_t addr, const void *buf, size_t len)
{
	const uint64_t page = addr & ~(vm->host_page - 1);

	if (!vm_is_protected(vm, addr)) {
		copy(vm->mem + addr, buf, len);
		return true;
	}
	if (mprotect(vm->mem + page, vm->host_page, PROT_READ | PROT_WRITE) ==
	    -1)
		return false;
	copy(vm->mem + addr, buf, len);
	return mprotect(vm->mem + page, vm->host_page, PROT_READ) == 0;
}

bool
trap_write(const struct vm *vm, uint64_t addr, const void *buf, size_t len)
{
	size_t done, n;

	if (vm_mem(vm, addr, len, 0) == NULL)
		return false;
	for (done = 0; done < len; done += n) {
		n = VM_PAGE_SIZE - (size_t)((addr + done) % VM_PAGE_SIZE);
		if (n > len - done)
			n = len - done;
		if (!write_page(vm, addr + done, (const uint8_t *)buf + done,
		    n))
			return false;
	}
	return true;
}

static size_t
breakpoint_find(uint64_t addr, bool of_cpu)
{
	size_t i;

	for (i = 0; i < nbreakpoints; i++)
		if (breakpoints[i].addr == addr &&
		    breakpoints[i].of_cpu == of_cpu)
			break;
	return i;
}

bool
trap_breakpoint_at(uint64_t addr)
{
	return breakpoint_find(addr, false) < nbreakpoints ||
	    breakpoint_find(addr, true) < nbreakpoints;
}

static int
breakpoint_add(const struct vm *vm, uint64_t addr, bool of_cpu)
{
	if (breakpoint_find(addr, of_cpu) < nbreakpoints)
		return 0;
	if (vm_mem(vm, addr, vm_debug.cpu->breakpoint_size, 0) == NULL)
		return -EFAULT;
	if (nbreakpoints == NELEM(breakpoints))
		return -ENOSPC;
	breakpoints[nbreakpoints++] = (struct breakpoint){
		.addr = addr, .of_cpu = of_cpu
	};
	return 0;
}

static void
breakpoint_remove(uint64_t addr, bool of_cpu)
{
	const size_t i = breakpoint_find(addr, of_cpu);

	if (i < nbreakpoints)
		breakpoints[i] = breakpoints[--nbreakpoints];
}

int
trap_breakpoint_add(const struct vm *vm, uint64_t addr)
{
	return breakpoint_add(vm, addr, false);
}

int
trap_breakpoint_remove(uint64_t addr)
{
	breakpoint_remove(addr, false);
	return 0;
}

static bool
watch_same(const struct vm_watch *a, const struct vm_watch *b)
{
	return a->kind == b->kind && a->addr == b->addr && a->len == b->len;
}

static size_t
watch_find(const struct vm_watch *w)
{
	size_t i;

	for (i = 0; i < traps.nwatches; i++)
		if (watch_same(&traps.watch[i], w))
			break;
	return i;
}

static size_t
soft_find(const struct vm_watch *w)
{
	size_t i;

	for (i = 0; i < nsoft; i++)
		if (watch_same(&soft[i].watch, w))
			break;
	return i;
}

/* What can be had without the CPU's help. */
static int
soft_add(const struct vm *vm, const struct vm_watch *w)
{
	if (w->kind == VM_WATCH_EXEC)
		return breakpoint_add(vm, w->addr, true);
	if (w->kind != VM_WATCH_WRITE)
		return -EOPNOTSUPP;
	if (soft_find(w) < nsoft)
		return 0;
	if (w->len == 0 || w->len > SOFT_LEN_MAX ||
	    vm_mem(vm, w->addr, w->len, 0) == NULL)
		return -EFAULT;
	if (nsoft == NELEM(soft))
		return -ENOSPC;
	soft[nsoft++].watch = *w;
	return 0;
}

/* What the CPU cannot watch it says when it is told to, so tell it now. */
int
trap_watch_add(struct vm *vm, const struct vm_watch *watch)
{
	int r;

	if (watch_find(watch) < traps.nwatches)
		return 0;
	if (traps.nwatches == NELEM(traps.watch))
		return -ENOSPC;
	traps.watch[traps.nwatches++] = *watch;
	r = vm_debug.set_traps(vm, &traps);
	if (r < 0)
		traps.nwatches--;
	return r == -EOPNOTSUPP ? soft_add(vm, watch) : r;
}

int
trap_watch_remove(const struct vm_watch *watch)
{
	size_t i;

	i = watch_find(watch);
	if (i < traps.nwatches)
		traps.watch[i] = traps.watch[--traps.nwatches];
	i = soft_find(watch);
	if (i < nsoft)
		soft[i] = soft[--nsoft];
	if (watch->kind == VM_WATCH_EXEC)
		breakpoint_remove(watch->addr, true);
	return 0;
}

static void
soft_remember(const struct vm *vm)
{
	size_t i;

	for (i = 0; i < nsoft; i++)
		(void)trap_read(vm, soft[i].watch.addr, soft[i].before,
		    (size_t)soft[i].watch.len);
}

bool
trap_steps(void)
{
	return nsoft > 0;
}

int
trap_step(struct vm *vm)
{
	return vm_debug.set_traps(vm, &traps);
}

const struct vm_watch *
trap_written(struct vm *vm)
{
	uint8_t now[SOFT_LEN_MAX];
	size_t i, len;

	for (i = 0; i < nsoft; i++) {
		len = (size_t)soft[i].watch.len;
		(void)trap_read(vm, soft[i].watch.addr, now, len);
		if (memcmp(now, soft[i].before, len) != 0)
			return &soft[i].watch;
	}
	return NULL;
}

const struct vm_watch *
trap_watch(size_t i)
{
	return i < traps.nwatches ? &traps.watch[i] : NULL;
}

void
trap_clear(void)
{
	nbreakpoints = 0;
	nsoft = 0;
	traps = (struct vm_traps){ 0 };
}

int
trap_arm(struct vm *vm, bool step)
{
	const struct cpu_debug *cpu = vm_debug.cpu;
	struct breakpoint *b;
	size_t i;

	for (i = 0; i < nbreakpoints; i++) {
		b = &breakpoints[i];
		b->armed = trap_read(vm, b->addr, b->saved,
		    cpu->breakpoint_size) == cpu->breakpoint_size &&
		    trap_write(vm, b->addr, cpu->breakpoint,
		    cpu->breakpoint_size);
	}
	/* Always, so that the instruction in the guest's own code is seen. */
	traps.breakpoints = true;
	traps.step = step || trap_steps();
	soft_remember(vm);
	return vm_debug.set_traps(vm, &traps);
}

void
trap_disarm(const struct vm *vm)
{
	struct breakpoint *b;
	size_t i;

	for (i = nbreakpoints; i > 0; i--) {
		b = &breakpoints[i - 1];
		if (b->armed)
			(void)trap_write(vm, b->addr, b->saved,
			    vm_debug.cpu->breakpoint_size);
		b->armed = false;
	}
}
