/* SPDX-License-Identifier: ISC */
/*
 * s5microvm.h: runs a unikernel of the virtio target in KVM, in a machine like
 * Firecracker's; and with devices that are not what they should be.
 *
 * The machine has RAM, a CPU that begins as PVH says, KVM's interrupt
 * controllers, interval timer and clock, a serial port, the part of a keyboard
 * controller that resets, and virtio devices by registers in memory, of which
 * the command line tells.  It has no firmware and no clock on a battery, and
 * ACPI, or something on PCI, only if that is asked for.
 */
#ifndef SOLO5_TESTSUITE_MICROVM_S5MICROVM_H
#define SOLO5_TESTSUITE_MICROVM_S5MICROVM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compiler.h"

#define MIB		(1024u * 1024u)

/* Where the registers of the first device are, and what each has of them. */
#define DEVICES_BASE	0xd0000000u
#define DEVICES_STEP	0x1000u
#define DEVICES_IRQ	5
#define DEVICES_MAX	8

/* What is wrong with a device: see hostile.c. */
enum wrong {
	WRONG_NOTHING,
	/* In rings. */
	WRONG_INDEX,
	WRONG_ID,
	WRONG_ID_HUGE,
	WRONG_LEN,
	WRONG_LEN_HUGE,
	WRONG_REPEAT,
	WRONG_SHORT,
	WRONG_NO_RESULT,
	WRONG_RANDOM,
	/* In what it says of itself. */
	WRONG_MAGIC,
	WRONG_VERSION,
	WRONG_FEATURES,
	WRONG_REFUSES,
	WRONG_NO_RESET,
	WRONG_FAILED,
	WRONG_NO_QUEUE,
	WRONG_ODD_QUEUE,
	WRONG_HUGE_QUEUE,
	WRONG_UNSTABLE,
	WRONG_BLOCK_SIZE,
	WRONG_CAPACITY,
	WRONG_SIZE_MAX,
	WRONG_MTU_SMALL,
	WRONG_MTU_LARGE,
	WRONG_COUNT
};

#define QUEUES		2

struct queue {
	uint32_t size;
	bool ready;
	uint64_t desc, driver, device;
	uint16_t taken;		/* of the driver's index */
	uint16_t used;		/* ours */
};

struct device {
	bool is_net;
	const char *name;
	int fd;
	uint64_t sectors;
	enum wrong wrong;
	uint64_t random;	/* for WRONG_RANDOM */
	unsigned int calm;	/* requests before it gets wrong */

	uint64_t driver_features;
	uint32_t features_sel, driver_features_sel, queue_sel;
	uint32_t status, interrupt, generation;
	struct queue queue[QUEUES];
};

/* A field of the start information that is not as it would be. */
struct start_field {
	const char *name;
	uint64_t value;
};

/* An entry of the memory map. */
struct range {
	uint64_t base;
	uint64_t length;
	uint32_t type;
	uint32_t reserved;
};

#define EXTRA_MAX	8

struct options {
	const char *kernel;
	const char *const *argv;	/* of the guest, up to NULL */
	uint64_t mem_mib;
	bool no_clock;			/* no clock of KVM's */
	bool no_timer;
	const char *acpi;		/* which tables; NULL for none */
	size_t nstart;
	struct start_field start[EXTRA_MAX];
	size_t nranges;
	struct range range[EXTRA_MAX];	/* behind the map */
	size_t ndevices;
	struct device device[DEVICES_MAX];
};

NORETURN void die(const char *what);
NORETURN void PRINTF_LIKE(1, 2) diex(const char *fmt, ...);

/* load: memory, and what is in it. */
struct memory {
	uint8_t *ram;
	uint64_t size;
	uint32_t entry;
	uint32_t start_info;
};

void memory_create(struct memory *m, const struct options *opt);

/* Whether what a unikernel may not write to is what was loaded. */
bool memory_whole(const struct memory *m, const struct options *opt);

/* The bytes at a guest's address, or NULL if there are not so many. */
void *memory_at(const struct memory *m, uint64_t gpa, uint64_t len);

/* acpi: writes tables, good or wrong; returns where the first is. */
#define ACPI_SLEEP_PORT	0x600u
#define ACPI_SLEEP_TYPE	5

uint32_t acpi_create(struct memory *m, const char *what);

/*
 * pci: a device on PCI that is not what it should be; and the ports, where
 * without it there is nothing.
 */
void pci_create(const char *what);
void pci_write(uint16_t port, const uint8_t *data, size_t len);
void pci_read(uint16_t port, uint8_t *data, size_t len);

/* machine: runs it until it ends; the status is what we exit with. */
int machine_run(struct memory *m, struct options *opt);

/* Raises the interrupt of a device.  Any thread may. */
void machine_interrupt(unsigned int device);

/*
 * device: the registers and rings of devices, for one thread at a time.
 */
uint32_t device_read(struct options *opt, struct memory *m, uint64_t at,
    unsigned int len);
void device_write(struct options *opt, struct memory *m, uint64_t at,
    uint32_t value);

/* Does what a device was asked for. */
void device_serve(struct options *opt, struct memory *m, size_t nr);

/*
 * Gives a device the frames that wait for it, and returns whether some still
 * do.
 */
bool device_receive(struct options *opt, struct memory *m, size_t nr);

/*
 * hostile: what a device that is wrong does.
 */

/* What is wrong, by its name; WRONG_COUNT if there is no such. */
enum wrong wrong_find(const char *name);

/* Changes what is read of a register, or of the configuration behind. */
uint32_t wrong_register(const struct device *dev, uint64_t at,
    uint32_t value);

/* Changes the used entry, or the index, that a device is about to write. */
void wrong_used(struct device *dev, uint32_t *id, uint32_t *len,
    uint16_t *index);

/* Writes what it likes where a device writes in rings. */
void wrong_rings(struct device *dev, struct memory *m);

#endif /* SOLO5_TESTSUITE_MICROVM_S5MICROVM_H */
