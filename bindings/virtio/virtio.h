/* SPDX-License-Identifier: ISC */
/*
 * virtio.h: what the files of this target share.
 */
#ifndef SOLO5_VIRTIO_VIRTIO_H
#define SOLO5_VIRTIO_VIRTIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5.h>

#include "machine.h"
#include "solo5_bindings.h"

/* In platform.c: what start.c calls. */
NORETURN void virtio_run(enum boot_loader loader, uintptr_t info);

/*
 * acpi: switching off, the power button, and devices.
 */

#define ACPI_DEVICES	32

/* What the tables say of virtio-mmio devices. */
struct acpi_device {
	uint32_t base;
	uint32_t irq;
};

struct acpi_devices {
	struct acpi_device device[ACPI_DEVICES];
	unsigned int count;
};

/* Finds the tables, at rsdp or where firmware puts them. */
void acpi_init(uintptr_t rsdp, struct acpi_devices *devices);

/* Whether the power button was pressed. */
bool acpi_button(void);

/* Switches off; returns where that cannot be done. */
void acpi_off(void);

/*
 * pic: interrupts, none of which is more than the end of a sleep.
 */

#define PIC_LINES	16u

void pic_init(void);

/* Lets a line end sleeps; false if it is none that there is. */
bool pic_enable(unsigned int line);

/*
 * Sleeps until an interrupt of one of the lines enabled, of which the timer's
 * is one, or not at all.  Returns a bit for each line that had one.
 */
uint32_t pic_sleep(void);

/* The devices on these lines know by now that their interrupt was seen. */
void pic_seen(uint32_t lines);

/*
 * time.
 */

/* Finds the clocks. */
void time_init(void);

/* serial: the console.  Nothing is written before this. */
void serial_init(void);

/*
 * Devices.
 */

/*
 * Finds all there are, and attaches them to the manifest, in order.  True if
 * the command line told of some: they are taken out of it.
 */
bool devices_attach(char *cmdline, const struct acpi_devices *acpi);

/*
 * Has the next sleep end after so long at the latest.
 *
 * Between what devices are asked for and what they have done this must be
 * called: an emulator may drop the barriers of a CPU that is the only one, and
 * yet have devices run beside it, as QEMU 7.2 does.  But every access to a
 * port, as are made here, is a barrier.
 */
void devices_alarm(solo5_time_t timeout);

/*
 * Sleeps until a device needs us, and tells all devices whose interrupts came
 * that they have been seen.
 */
void devices_sleep(void);

/* For which acquired network devices there are frames. */
solo5_handle_set_t net_ready(void);

/* Has frames that come interrupt, and no longer. */
void net_wait_begin(void);
void net_wait_end(void);

/* Waits a moment until devices have taken what was sent. */
void net_flush(void);

/* Makes durable what was written. */
void blk_flush(void);

#endif /* SOLO5_VIRTIO_VIRTIO_H */
