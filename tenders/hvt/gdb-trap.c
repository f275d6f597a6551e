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
} breakpoints[BREAKPOINTS_MAX];
static size_t nbreakpoints;

static struct vm_traps traps;

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
breakpoint_find(uint64_t addr)
{
	size_t i;

	for (i = 0; i < nbreakpoints; i++)
		if (breakpoints[i].addr == addr)
			break;
	return i;
}

bool
trap_breakpoint_at(uint64_t addr)
{
	return breakpoint_find(addr) < nbreakpoints;
}

int
trap_breakpoint_add(const struct vm *vm, uint64_t addr)
{
	if (trap_breakpoint_at(addr))
		return 0;
	if (vm_mem(vm, addr, vm_debug.cpu->breakpoint_size, 0) == NULL)
		return -EFAULT;
	if (nbreakpoints == NELEM(breakpoints))
		return -ENOSPC;
	breakpoints[nbreakpoints++] = (struct breakpoint){ .addr = addr };
	return 0;
}

int
trap_breakpoint_remove(uint64_t addr)
{
	const size_t i = breakpoint_find(addr);

	if (i < nbreakpoints)
		breakpoints[i] = breakpoints[--nbreakpoints];
	return 0;
}

static size_t
watch_find(const struct vm_watch *w)
{
	size_t i;

	for (i = 0; i < traps.nwatches; i++)
		if (traps.watch[i].kind == w->kind &&
		    traps.watch[i].addr == w->addr &&
		    traps.watch[i].len == w->len)
			break;
	return i;
}

int
trap_watch_add(const struct vm_watch *watch)
{
	if (watch_find(watch) < traps.nwatches)
		return 0;
	if (traps.nwatches == NELEM(traps.watch))
		return -ENOSPC;
	traps.watch[traps.nwatches++] = *watch;
	return 0;
}

int
trap_watch_remove(const struct vm_watch *watch)
{
	const size_t i = watch_find(watch);

	if (i < traps.nwatches)
		traps.watch[i] = traps.watch[--traps.nwatches];
	return 0;
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
	traps.step = step;
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
