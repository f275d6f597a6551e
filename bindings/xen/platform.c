/* SPDX-License-Identifier: ISC */
/*
 * platform.c: the unikernel as a domain of Xen, of the kind PVH.
 */
#include "domain.h"

#include <solo5/elf_abi.h>
#include <xen/hvm/params.h>
#include <xen/memory.h>
#include <xen/sched.h>

#include "cpu.h"

#define ABI_VERSION	1

SOLO5_OPENBSD_NOTE;
SOLO5_ABI1_NOTE(SOLO5_ABI_XEN, ABI_VERSION);

uint8_t solo5__xen_HYPERVISOR_SHARED_INFO[MEMORY_PAGE]
    __attribute__((__aligned__(MEMORY_PAGE)));

static struct boot boot;
static struct memory memory;

/* Whether there is a hypervisor to call. */
static bool called;

/* As firmware on a PC describes memory. */
struct e820_entry {
	uint64_t start;
	uint64_t size;
	uint32_t type;
} __attribute__((__packed__));

#define E820_RAM	1u

/* The hypervisor's map, which is there however we were loaded. */
static void
map_read(void)
{
	static struct e820_entry entry[BOOT_RANGES];
	struct xen_memory_map map = { .nr_entries = BOOT_RANGES };

	set_xen_guest_handle(map.buffer, entry);
	if (hypercall_on(__HYPERVISOR_memory_op, XENMEM_memory_map, &map) != 0)
		return;
	boot.nram = boot.nother = 0;
	for (unsigned int i = 0; i < map.nr_entries && i < BOOT_RANGES; i++)
		if (entry[i].type == E820_RAM)
			boot_add_ram(&boot, entry[i].start, entry[i].size);
}

/*
 * On the application's stack, and with memory protected.  The command line of
 * the first domain begins with the blank that is before it in Xen's.
 */
NORETURN static void
run(void)
{
	crt_run(boot.cmdline + (boot.cmdline[0] == ' '), &memory);
}

/* Pages that an application may ask for, and finds where they are. */
static void
map_others(void)
{
	(void)xen_param_page(HVM_PARAM_STORE_PFN);
	paging_map_memory(GNTMAP_ADDRESS, GNTMAP_SIZE);
}

void
xen_run(enum boot_loader loader, uintptr_t info)
{
	uintptr_t tables;

	cpu_init();
	if (!hypercall_init())
		platform_exit(SOLO5_EXIT_ABORT);
	called = true;
	xen_map_page(XENMAPSPACE_shared_info,
	    solo5__xen_HYPERVISOR_SHARED_INFO);
	boot_read(&boot, loader, info);
	map_read();
	memory_init(&boot);
	console_init();
	event_init();
	map_others();
	tables = paging_make(&memory.mem_end);
	memory.kernel_end = memory_start();
	boot_switch(tables, memory.mem_end, run);
}

/* A domain that has crashed may be kept for a look, or leave a core. */
void
platform_exit(int status)
{
	static const char halted[] = "Solo5: Halted\n";
	struct sched_shutdown shutdown = {
		.reason = status == SOLO5_EXIT_ABORT ?
		    SHUTDOWN_crash : SHUTDOWN_poweroff,
	};

	if (called) {
		log_write(LOG_INFO, halted, sizeof(halted) - 1);
		console_drain();
		(void)hypercall_on(__HYPERVISOR_sched_op, SCHEDOP_shutdown,
		    &shutdown);
	}
	for (;;)
		__asm__ volatile("cli; hlt");
}

/* Nobody looks. */
void
platform_trapped(const void *trap)
{
	(void)trap;
}

bool
platform_set_tls_base(uintptr_t base)
{
	return cpu_set_tls_base(base);
}

void
solo5__xen_get_gntmap_area(uint64_t *address, size_t *size)
{
	*address = GNTMAP_ADDRESS;
	*size = GNTMAP_SIZE;
}
