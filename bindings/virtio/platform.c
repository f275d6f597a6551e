/* SPDX-License-Identifier: ISC */
/*
 * platform.c: the unikernel alone on a PC.
 */
#include "virtio.h"

#include <solo5/elf_abi.h>

#include "cpu.h"
#include "port.h"

#define ABI_VERSION	1

SOLO5_OPENBSD_NOTE;
SOLO5_ABI1_NOTE(SOLO5_ABI_VIRTIO, ABI_VERSION);

/*
 * Where QEMU may have a device that ends it, with a status of twice what is
 * written, plus one; and where solo5-virtio-run has one that hears the status
 * itself.
 */
#define EXIT_PORT	0x501
#define EXIT_SUCCESS	41
#define EXIT_FAILURE	127
#define STATUS_PORT	0x504

/*
 * By which the keyboard's controller resets a machine, before the CPU counts so
 * far: there may be no clock yet.
 */
#define KEYBOARD_PORT	0x64
#define KEYBOARD_RESET	0xfe
#define RESET_CYCLES	(1u << 28)

/*
 * Who boots by PVH or tells of devices on the command line, and has no ACPI by
 * which one can switch off, ends machines when they want to be reset: so do
 * Firecracker and QEMU's microvm.
 */
static bool ends_by_reset;

/* Every PC does it, if in no other way, when an exception cannot be handled. */
static void
reset(void)
{
	static const struct {
		uint16_t limit;
		uint64_t base;
	} __attribute__((__packed__)) none;
	uint64_t start = cpu_cycles();

	port_out8(KEYBOARD_PORT, KEYBOARD_RESET);
	while (cpu_cycles() - start < RESET_CYCLES)
		__builtin_ia32_pause();
	__asm__ volatile("lidt %0\n\tud2" : : "m"(none));
}

static struct boot boot;
static struct memory memory;

/* On the application's stack, and with memory protected. */
NORETURN static void
run(void)
{
	crt_run(boot.cmdline, &memory);
}

void
virtio_run(enum boot_loader loader, uintptr_t info)
{
	static struct acpi_devices acpi_devices;
	uintptr_t tables;

	ends_by_reset = loader == BOOT_PVH;
	cpu_init();
	serial_init();
	boot_read(&boot, loader, info);
	memory_init(&boot);
	acpi_init(boot.rsdp, &acpi_devices);
	pic_init();
	time_init();
	if (devices_attach(boot.cmdline, &acpi_devices))
		ends_by_reset = true;
	tables = paging_make(&memory.mem_end);
	memory.kernel_end = memory_start();
	boot_switch(tables, memory.mem_end, run);
}

void
platform_exit(int status)
{
	static const char halted[] = "Solo5: Halted\n";

	if (status != SOLO5_EXIT_ABORT) {
		net_flush();
		blk_flush();
	}
	port_out8(STATUS_PORT, (uint8_t)status);
	port_out8(EXIT_PORT, status == SOLO5_EXIT_SUCCESS ?
	    EXIT_SUCCESS : EXIT_FAILURE);
	acpi_off();
	platform_console_write(halted, sizeof(halted) - 1);
	if (ends_by_reset)
		reset();
	for (;;)
		__asm__ volatile("cli\n\thlt");
}

/* Nobody outside looks. */
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
