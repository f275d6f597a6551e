/* SPDX-License-Identifier: ISC */
/*
 * machine.c: the virtual CPU, the ports, and the thread that waits for frames.
 */
#include <config.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "s5microvm.h"

#define CPUID_MAX	256
#define CPUID_KVM	0x40000001u
#define KVM_CLOCKS	(1u << 0 | 1u << 3 | 1u << 24)
#define CPUID_HYPERVISOR (1u << 31)
#define CPUID_XSAVE	(3u << 26)

#define TSS_ADDRESS	0xfffbd000u

#define SERIAL		0x3f8
#define SERIAL_CONTROL	(SERIAL + 3)
#define SERIAL_DIVISOR	0x80	/* is in place of data then */
#define SERIAL_LINE	(SERIAL + 5)
#define SERIAL_EMPTY	0x60
#define KEYBOARD	0x64
#define KEYBOARD_RESET	0xfe
#define SLEEP_VALUE	(1u << 5 | ACPI_SLEEP_TYPE << 2)
#define STATUS		0x504	/* where the bindings say how they end */

static int kvm, vm, vcpu;
static struct kvm_run *run;

static struct memory *memory;
static struct options *options;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* How the unikernel ended; 1 until it has said so. */
static int status = 1;

static int
call(int fd, unsigned long request, void *arg, const char *what)
{
	int r;

	do
		r = ioctl(fd, request, arg);
	while (r == -1 && errno == EINTR);
	if (r == -1)
		die(what);
	return r;
}

void
machine_interrupt(unsigned int device)
{
	struct kvm_irq_level level = { .irq = DEVICES_IRQ + device,
	    .level = 1 };

	(void)call(vm, KVM_IRQ_LINE, &level, "KVM_IRQ_LINE");
	level.level = 0;
	(void)call(vm, KVM_IRQ_LINE, &level, "KVM_IRQ_LINE");
}

static void
machine_create(void)
{
	struct kvm_userspace_memory_region region = {
		.memory_size = memory->size,
		.userspace_addr = (uintptr_t)memory->ram,
	};
	struct kvm_pit_config pit = { .flags = KVM_PIT_SPEAKER_DUMMY };
	int size;

	kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (kvm == -1)
		die("/dev/kvm");
	vm = call(kvm, KVM_CREATE_VM, NULL, "KVM_CREATE_VM");
	(void)call(vm, KVM_SET_TSS_ADDR, (void *)(uintptr_t)TSS_ADDRESS,
	    "KVM_SET_TSS_ADDR");
	(void)call(vm, KVM_CREATE_IRQCHIP, NULL, "KVM_CREATE_IRQCHIP");
	if (!options->no_timer)
		(void)call(vm, KVM_CREATE_PIT2, &pit, "KVM_CREATE_PIT2");
	(void)call(vm, KVM_SET_USER_MEMORY_REGION, &region, "memory slot");
	vcpu = call(vm, KVM_CREATE_VCPU, NULL, "KVM_CREATE_VCPU");
	size = call(kvm, KVM_GET_VCPU_MMAP_SIZE, NULL,
	    "KVM_GET_VCPU_MMAP_SIZE");
	run = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED,
	    vcpu, 0);
	if (run == MAP_FAILED)
		die("kvm_run");
}

/* A KVM that emulates does not know XSETBV. */
static void
features_set(void)
{
	static union {
		struct kvm_cpuid2 cpuid;
		uint8_t bytes[sizeof(struct kvm_cpuid2) +
		    CPUID_MAX * sizeof(struct kvm_cpuid_entry2)];
	} u;
	struct kvm_cpuid_entry2 *e;
	uint32_t i;

	u.cpuid.nent = CPUID_MAX;
	(void)call(kvm, KVM_GET_SUPPORTED_CPUID, &u, "KVM_GET_SUPPORTED_CPUID");
	for (i = 0; i < u.cpuid.nent; i++) {
		e = &u.cpuid.entries[i];
		if (e->function == 1) {
			e->ecx |= CPUID_HYPERVISOR;
			e->ecx &= ~CPUID_XSAVE;
		} else if (e->function == CPUID_KVM && options->no_clock) {
			e->eax &= ~KVM_CLOCKS;
		}
	}
	(void)call(vcpu, KVM_SET_CPUID2, &u, "KVM_SET_CPUID2");
}

/* As PVH says: flat segments of 32 bits, no paging, no interrupts. */
static void
registers_set(void)
{
	const struct kvm_segment code = {
		.limit = 0xffffffff, .selector = 8, .type = 0xb,
		.present = 1, .db = 1, .s = 1, .g = 1
	};
	const struct kvm_segment data = {
		.limit = 0xffffffff, .selector = 16, .type = 0x3,
		.present = 1, .db = 1, .s = 1, .g = 1
	};
	struct kvm_regs regs = {
		.rip = memory->entry, .rbx = memory->start_info, .rflags = 2
	};
	struct kvm_sregs sregs;

	(void)call(vcpu, KVM_GET_SREGS, &sregs, "KVM_GET_SREGS");
	sregs.cs = code;
	sregs.ds = sregs.es = sregs.fs = sregs.gs = sregs.ss = data;
	sregs.tr = (struct kvm_segment){ .limit = 0x67, .type = 0xb,
	    .present = 1 };
	sregs.cr0 = 0x11;	/* ET, PE */
	sregs.cr4 = 0;
	(void)call(vcpu, KVM_SET_SREGS, &sregs, "KVM_SET_SREGS");
	(void)call(vcpu, KVM_SET_REGS, &regs, "KVM_SET_REGS");
}

/* Whether the machine goes on. */
static bool
port_write(uint16_t port, const uint8_t *data, size_t len)
{
	static uint8_t control;

	if (port == SERIAL_CONTROL)
		control = data[0];
	else if (port == SERIAL && len == 1 && (control & SERIAL_DIVISOR) == 0)
		(void)!write(STDOUT_FILENO, data, 1);
	else if (port == STATUS)
		status = data[0];
	else
		pci_write(port, data, len);
	return (port != KEYBOARD || data[0] != KEYBOARD_RESET) &&
	    (port != ACPI_SLEEP_PORT || data[0] != SLEEP_VALUE);
}

static bool
port_access(void)
{
	uint8_t *data = (uint8_t *)run + run->io.data_offset;
	size_t n = (size_t)run->io.size * run->io.count;

	if (run->io.direction == KVM_EXIT_IO_OUT)
		return port_write(run->io.port, data, n);
	memset(data, 0xff, n);
	if (run->io.port == SERIAL_LINE)
		data[0] = SERIAL_EMPTY;
	else
		pci_read(run->io.port, data, n);
	return true;
}

static void
memory_access(void)
{
	uint32_t value = 0;
	unsigned int len = run->mmio.len > 4 ? 4 : run->mmio.len;

	(void)pthread_mutex_lock(&lock);
	if (run->mmio.is_write) {
		memcpy(&value, run->mmio.data, len);
		device_write(options, memory, run->mmio.phys_addr, value);
	} else {
		value = device_read(options, memory, run->mmio.phys_addr, len);
		memset(run->mmio.data, 0xff, sizeof(run->mmio.data));
		memcpy(run->mmio.data, &value, len);
	}
	(void)pthread_mutex_unlock(&lock);
}

/*
 * Looks for frames now and then: there are no descriptors to wait for while a
 * guest has no buffers.
 */
static void *
receive_main(void *arg)
{
	size_t i;

	for (;;) {
		for (i = 0; i < options->ndevices; i++) {
			(void)pthread_mutex_lock(&lock);
			/* It may have lost that it wants to be told. */
			if (options->device[i].wrong == WRONG_RANDOM)
				device_serve(options, memory, i);
			if (options->device[i].is_net)
				(void)device_receive(options, memory, i);
			(void)pthread_mutex_unlock(&lock);
		}
		(void)usleep(200);
	}
	return arg;
}

static int
ended(const char *how)
{
	if (!memory_whole(memory, options))
		diex("the unikernel's text or constants have changed");
	if (how != NULL)
		warnx("%s", how);
	return status;
}

static int
loop(void)
{
	for (;;) {
		(void)call(vcpu, KVM_RUN, NULL, "KVM_RUN");
		switch (run->exit_reason) {
		case KVM_EXIT_IO:
			if (!port_access())
				return ended(NULL);
			break;
		case KVM_EXIT_MMIO:
			memory_access();
			break;
		case KVM_EXIT_SHUTDOWN:
			return ended("triple fault");
		case KVM_EXIT_INTERNAL_ERROR:
			warnx("KVM internal error %u",
			    run->internal.suberror);
			return 99;
		default:
			warnx("KVM exit %u", run->exit_reason);
			return 99;
		}
	}
}

int
machine_run(struct memory *m, struct options *opt)
{
	pthread_t thread;

	memory = m;
	options = opt;
	machine_create();
	features_set();
	registers_set();
	if (pthread_create(&thread, NULL, receive_main, NULL) != 0)
		diex("no thread");
	return loop();
}
