/* SPDX-License-Identifier: ISC */
/*
 * main.c: solo5-hvt, which runs a unikernel as the guest of a hypervisor.
 *
 * Here is the order of start-up, and nothing else.  What a line needs is never
 * given up before it.
 */
#include <config.h>

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include <solo5/elf_abi.h>
#include <solo5/hvt_abi.h>
#include <solo5/mft_abi.h>

#include "boot_info.h"
#include "common/descriptor.h"
#include "common/device.h"
#include "common/message.h"
#include "common/options.h"
#include "common/unikernel.h"
#include "compiler.h"
#include "confine.h"
#include "debug.h"
#include "host/attempt.h"
#include "host/wait.h"
#include "loop.h"
#include "ring.h"
#include "signals.h"
#include "vm.h"

static const struct tender_option option[] = {
	{ "no-net-ring", false, ring_refuse, "--no-net-ring",
	    "move each frame by a call of the tender" },
};

static const struct tender_options options = { option, NELEM(option) };

static struct tender hvt = {
	.target = "hvt",
	.abi_target = HVT_ABI_TARGET,
	.abi_version_min = HVT_ABI_VERSION_MIN,
	.abi_version = HVT_ABI_VERSION,
	.options = { &options },
};

NORETURN static void
die_problem(const struct vm_problem *problem, int error)
{
	errno = error;
	if (problem->advice == NULL)
		die("%s", problem->what);
	warn("%s", problem->what);
	diex("%s", problem->advice);
}

/* Guests are promised whole large pages. */
static uint64_t
memory_size(const struct options *opt)
{
	const uint64_t size = opt->mem_size & ~(uint64_t)(VM_LARGE_PAGE - 1);

	if (size == 0)
		diex("guest memory must be at least 2 MiB; use --mem");
	if (size != opt->mem_size)
		warnx("adjusting memory to %llu bytes",
		    (unsigned long long)size);
	return size;
}

static void
memory_fill(struct vm *vm, struct unikernel *kernel, const struct options *opt)
{
	const struct s5elf_info *info = s5elf_info(kernel->elf);

	unikernel_load(kernel, vm->mem + SOLO5_ELF_BASE, SOLO5_ELF_BASE,
	    vm->mem_size, VM_PAGE_SIZE);
	vm_layout(vm, s5elf_segments(kernel->elf), info->nsegments,
	    opt->exec_heap);
	if (vm->kernel_end >= vm->mem_size)
		diex("%s: does not fit into %llu MiB of memory; use --mem",
		    kernel->path, (unsigned long long)(vm->mem_size >> 20));
	if (opt->exec_heap)
		warnx("WARNING: Using --x-exec-heap, heap and stack are "
		    "executable");
}

static void
cpu_start(struct vm *vm, const struct unikernel *kernel,
    const struct options *opt)
{
	const struct vm_cpu *cpu = vm_cell.cpu;
	const struct vm_entry entry = {
		.pc = s5elf_info(kernel->elf)->entry,
		.sp = vm->mem_size - cpu->stack_offset,
		.arg = HVT_BOOT_INFO_BASE,
	};
	struct vm_problem problem;
	uint64_t spare, freq;
	int r;

	freq = vm_cell.clock_freq(vm);
	if (freq == 0)
		diex("this CPU's clock has no constant frequency");
	spare = boot_info_write(vm, opt, freq);
	if (cpu->tables(vm->mem, spare, vm->range, vm->nranges) < 0)
		diex("%s: too many segments", kernel->path);
	r = vm_give(vm);
	if (r < 0) {
		errno = -r;
		die("cannot give memory to the virtual machine");
	}
	if (r > 0)
		warnx("WARNING: %s: pages of this host have %llu bytes, so "
		    "that what shares one with data is protected by the "
		    "guest's CPU only", kernel->path,
		    (unsigned long long)vm->host_page);
	r = vm_cell.start(vm, &entry, &problem);
	if (r < 0)
		die_problem(&problem, -r);
}

/*
 * What the guest waits for: its network devices, under their handles.  Returns
 * how many there are.
 */
static unsigned int
wait_devices(struct wait *wait, const struct mft *mft,
    const struct options *opt)
{
	unsigned int n = 0;
	uint32_t i;
	int r;

	r = wait_create(wait);
	if (r < 0) {
		errno = -r;
		die("cannot wait");
	}
	for (i = 1; i < mft->entries; i++) {
		if (mft->e[i].type != MFT_DEV_NET_BASIC)
			continue;
		r = wait_add(wait, mft->e[i].b.hostfd, i);
		if (r < 0) {
			errno = -r;
			die("Could not attach interface: %s: cannot be waited "
			    "for", device_where(&mft->e[i], opt));
		}
		n++;
	}
	return n;
}

int
main(int argc, char **argv)
{
	static struct options opt;
	static struct unikernel kernel;
	/* The thread of the network ring has these until the very end. */
	static struct wait wait;
	static struct vm vm = { .mft = &kernel.m.mft, .wait = &wait };
	const struct debug_needs *needs = NULL;
	struct vm_problem problem;
	unsigned int nets;
	uint64_t mem_size;
	int r;

	message_init(argv[0]);
	attempt_begin();
	stdio_open();
	hvt.name = debug.program;
	hvt.options[1] = debug.options;
	options_parse(&opt, &hvt, argc, argv);
	signals_init();
	if (vm_host.destroy != NULL && atexit(vm_host.destroy) != 0)
		diex("out of memory");
	unikernel_open(&kernel, opt.kernel, &hvt, vm_cell.cpu->machine);
	mem_size = memory_size(&opt);
	devices_attach(&kernel.m.mft, &opt);
	nets = wait_devices(&wait, &kernel.m.mft, &opt);
	r = vm_host.create(&vm, mem_size, &problem);
	if (r < 0)
		die_problem(&problem, -r);
	memory_fill(&vm, &kernel, &opt);
	if (nets > 0)
		ring_open(&vm);
	cpu_start(&vm, &kernel, &opt);
	if (debug.open != NULL)
		needs = debug.open(&vm);
	confine(&vm, needs);	/* last use of everything else */
	return vm_loop(&vm);
}
