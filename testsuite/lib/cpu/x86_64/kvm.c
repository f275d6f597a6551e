/* SPDX-License-Identifier: ISC */
/*
 * kvm.c: what there is of the CPU in calls of KVM; see without.h.
 */
#include <config.h>

#include "without.h"

#include <sys/ioctl.h>

#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <unistd.h>

#include "helper.h"

/* As many as the tender has room for. */
#define LEAVES	256

/* Where a guest's first page tables are, and what an entry says. */
#define TABLES		0x2000u
#define TABLES_END	0x10000u
#define PRESENT		(1ull << 0)
#define WRITABLE	(1ull << 1)
#define NOT_EXECUTABLE	(1ull << 63)

void
cpu_all_features(pid_t pid, unsigned long addr)
{
	static union {
		struct kvm_cpuid2 cpuid;
		uint8_t bytes[sizeof(struct kvm_cpuid2) +
		    LEAVES * sizeof(struct kvm_cpuid_entry2)];
	} u = { .cpuid.nent = LEAVES };
	int fd;

	fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (fd == -1 || ioctl(fd, KVM_GET_SUPPORTED_CPUID, &u.cpuid) == -1)
		die("/dev/kvm");
	(void)close(fd);
	kvm_put_bytes(pid, addr, &u, sizeof(u.cpuid) +
	    u.cpuid.nent * sizeof(struct kvm_cpuid_entry2));
}

/* KVM has none of this CPU's in that form. */
void
cpu_open_register(pid_t pid, unsigned long addr)
{
	(void)pid;
	(void)addr;
}

void
cpu_open_tables(pid_t pid, unsigned long addr)
{
	static uint64_t entry[(TABLES_END - TABLES) / sizeof(uint64_t)];
	size_t i;

	kvm_get_bytes(pid, addr + TABLES, entry, sizeof(entry));
	for (i = 0; i < sizeof(entry) / sizeof(entry[0]); i++)
		if ((entry[i] & PRESENT) != 0)
			entry[i] = (entry[i] | WRITABLE) & ~NOT_EXECUTABLE;
	kvm_put_bytes(pid, addr + TABLES, entry, sizeof(entry));
}
