/* SPDX-License-Identifier: ISC */
/*
 * rows.c: what is measured.
 */
#include <config.h>

#include "bench.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"

#define KIB	1024u
#define MIB	(1024u * KIB)

/* How many sleeps make a measurement. */
#define SLEEPS	60

/* The figures in the sixth column are those that the project promises. */
static const struct row spt_rows[] = {
	{ "start to exit, CPU", NULL, 0,
	    DEVICE_NONE, METHOD_START_CPU, 1.3, false, 1e-3, "us" },
	{ "start to exit, wall", NULL, 0,
	    DEVICE_NONE, METHOD_START_WALL, 0, false, 1e-3, "us" },
	{ "clock_monotonic", "clock_monotonic", 0,
	    DEVICE_NONE, METHOD_OP, 1.2, false, 1, "ns" },
	{ "clock_wall", "clock_wall", 0,
	    DEVICE_NONE, METHOD_OP, 0, false, 1, "ns" },
	{ "yield, expired", "yield_expired", 0,
	    DEVICE_NET, METHOD_OP, 1.3, false, 1, "ns" },
	{ "  system calls", "yield_expired", 0,
	    DEVICE_NET, METHOD_CALLS, 0, true, 1, "" },
	{ "yield 1 ms, late by", "yield_1ms", SLEEPS,
	    DEVICE_NONE, METHOD_LATE, 0, false, 1e-3, "us" },
	{ "yield 1 ms, CPU", "yield_1ms", SLEEPS,
	    DEVICE_NONE, METHOD_SLEEP_CPU, 0, false, 1e-3, "us" },
	{ "  system calls", "yield_1ms", SLEEPS,
	    DEVICE_NONE, METHOD_CALLS, 0, true, 1, "" },
	{ "block read 512 B", "block_read", 512,
	    DEVICE_DISK, METHOD_OP, 1.3, false, 1, "ns" },
	{ "block write 512 B", "block_write", 512,
	    DEVICE_DISK, METHOD_OP, 1.3, false, 1, "ns" },
	{ "block read 4 KiB", "block_read", 4 * KIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1, "ns" },
	{ "block write 4 KiB", "block_write", 4 * KIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1, "ns" },
	{ "block read 64 KiB", "block_read", 64 * KIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "block write 64 KiB", "block_write", 64 * KIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "block read 1 MiB", "block_read", MIB,
	    DEVICE_DISK, METHOD_OP, 1.03, false, 1e-3, "us" },
	{ "block write 1 MiB", "block_write", MIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "net read, nothing", "net_read_none", 0,
	    DEVICE_NET, METHOD_OP, 0, false, 1, "ns" },
	{ "net write 64 B", "net_write", 64,
	    DEVICE_NET, METHOD_OP, 0, false, 1, "ns" },
	{ "net write 1514 B", "net_write", 1514,
	    DEVICE_NET, METHOD_OP, 1.15, false, 1, "ns" },
	{ "net echo 64 B", "net_echo", 64,
	    DEVICE_NET, METHOD_ECHO, 0, false, 1e-3, "us" },
	{ "net echo 1514 B", "net_echo", 1514,
	    DEVICE_NET, METHOD_ECHO, 0, false, 1e-3, "us" },
	{ "PSS asleep", "idle", 0,
	    DEVICE_NONE, METHOD_PSS, 300, true, 1.0 / KIB, "KiB" },
};

/*
 * Of hvt also how often the guest comes back to the tender.  What takes no
 * exit has the CPU for itself, and is not compared with a process.
 */
static const struct row hvt_rows[] = {
	{ "start to exit, CPU", NULL, 0,
	    DEVICE_NONE, METHOD_START_CPU, 0, false, 1e-3, "us" },
	{ "start to exit, wall", NULL, 0,
	    DEVICE_NONE, METHOD_START_WALL, 3, false, 1e-3, "us" },
	{ "  exits", NULL, 0,
	    DEVICE_NONE, METHOD_START_EXITS, 4, true, 1, "" },
	{ "  system calls", NULL, 0,
	    DEVICE_NONE, METHOD_START_CALLS, 0, true, 1, "" },
	{ "clock_monotonic", "clock_monotonic", 0,
	    DEVICE_NONE, METHOD_OP, 0, false, 1, "ns" },
	{ "  exits", "clock_monotonic", 0,
	    DEVICE_NONE, METHOD_EXITS, 0, true, 1, "" },
	{ "clock_wall", "clock_wall", 0,
	    DEVICE_NONE, METHOD_OP, 0, false, 1, "ns" },
	{ "  exits", "clock_wall", 0,
	    DEVICE_NONE, METHOD_EXITS, 0, true, 1, "" },
	{ "yield, expired", "yield_expired", 0,
	    DEVICE_NET, METHOD_OP, 0, false, 1e-3, "us" },
	{ "  exits", "yield_expired", 0,
	    DEVICE_NET, METHOD_EXITS, 1, true, 1, "" },
	{ "  system calls", "yield_expired", 0,
	    DEVICE_NET, METHOD_CALLS, 2, true, 1, "" },
	{ "yield 1 ms, late by", "yield_1ms", SLEEPS,
	    DEVICE_NONE, METHOD_LATE, 0, false, 1e-3, "us" },
	{ "yield 1 ms, CPU", "yield_1ms", SLEEPS,
	    DEVICE_NONE, METHOD_SLEEP_CPU, 0, false, 1e-3, "us" },
	{ "  exits", "yield_1ms", SLEEPS,
	    DEVICE_NONE, METHOD_EXITS, 1, true, 1, "" },
	{ "  system calls", "yield_1ms", SLEEPS,
	    DEVICE_NONE, METHOD_CALLS, 0, true, 1, "" },
	{ "block read 512 B", "block_read", 512,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "block write 512 B", "block_write", 512,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "block read 64 KiB", "block_read", 64 * KIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "block read 1 MiB", "block_read", MIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "  exits", "block_read", MIB,
	    DEVICE_DISK, METHOD_EXITS, 1, true, 1, "" },
	{ "  system calls", "block_read", MIB,
	    DEVICE_DISK, METHOD_CALLS, 2, true, 1, "" },
	{ "block write 1 MiB", "block_write", MIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "net read, nothing", "net_read_none", 0,
	    DEVICE_NET, METHOD_OP, 0, false, 1e-3, "us" },
	{ "net write 64 B", "net_write", 64,
	    DEVICE_NET, METHOD_OP, 0, false, 1e-3, "us" },
	{ "  exits", "net_write", 64,
	    DEVICE_NET, METHOD_EXITS, 0.05, true, 1, "" },
	{ "  system calls", "net_write", 64,
	    DEVICE_NET, METHOD_CALLS, 0, true, 1, "" },
	{ "net write 1514 B", "net_write", 1514,
	    DEVICE_NET, METHOD_OP, 0, false, 1e-3, "us" },
	{ "  exits", "net_write", 1514,
	    DEVICE_NET, METHOD_EXITS, 0, true, 1, "" },
	{ "net echo 64 B", "net_echo", 64,
	    DEVICE_NET, METHOD_ECHO, 0, false, 1e-3, "us" },
	{ "net echo 1514 B", "net_echo", 1514,
	    DEVICE_NET, METHOD_ECHO, 0, false, 1e-3, "us" },
	{ "PSS asleep", "idle", 0,
	    DEVICE_NONE, METHOD_PSS, 600, true, 1.0 / KIB, "KiB" },
};

/*
 * Through an emulator, with all that it does itself: seconds rather than
 * milliseconds, and no promises.
 */
static const struct row virtio_rows[] = {
	{ "start to exit, CPU", NULL, 1,
	    DEVICE_NONE, METHOD_START_CPU, 0, false, 1e-6, "ms" },
	{ "start to exit, wall", NULL, 1,
	    DEVICE_NONE, METHOD_START_WALL, 0, false, 1e-6, "ms" },
	{ "clock_monotonic", "clock_monotonic", 0,
	    DEVICE_NONE, METHOD_OP, 0, false, 1, "ns" },
	{ "clock_wall", "clock_wall", 0,
	    DEVICE_NONE, METHOD_OP, 0, false, 1, "ns" },
	{ "yield, expired", "yield_expired", 0,
	    DEVICE_NET, METHOD_OP, 0, false, 1, "ns" },
	{ "yield 1 ms, late by", "yield_1ms", SLEEPS,
	    DEVICE_NONE, METHOD_LATE, 0, false, 1e-3, "us" },
	{ "block read 512 B", "block_read", 512,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "block write 512 B", "block_write", 512,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "block read 64 KiB", "block_read", 64 * KIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "block read 1 MiB", "block_read", MIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "block write 1 MiB", "block_write", MIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "net read, nothing", "net_read_none", 0,
	    DEVICE_NET, METHOD_OP, 0, false, 1, "ns" },
	{ "net write 64 B", "net_write", 64,
	    DEVICE_NET, METHOD_OP, 0, false, 1e-3, "us" },
	{ "net write 1514 B", "net_write", 1514,
	    DEVICE_NET, METHOD_OP, 0, false, 1e-3, "us" },
	{ "net echo 64 B", "net_echo", 64,
	    DEVICE_NET, METHOD_ECHO, 0, false, 1e-3, "us" },
	{ "net echo 1514 B", "net_echo", 1514,
	    DEVICE_NET, METHOD_ECHO, 0, false, 1e-3, "us" },
};

static const struct target targets[] = {
	{ "hvt", false, 75, "./bench-vm",
	    "a plain process that does the same,\n"
	    "or from start to exit one that makes a virtual machine and "
	    "halts it", hvt_rows, NELEM(hvt_rows) },
	{ "spt", false, 75, "./bench-empty",
	    "a plain process that does the same",
	    spt_rows, NELEM(spt_rows) },
	{ "virtio", true, 150, "./bench-qemu",
	    "a plain process that does the same,\n"
	    "or from start to exit a machine of QEMU's whose firmware "
	    "switches it off", virtio_rows, NELEM(virtio_rows) },
};

const struct target *
target_find(const char *name)
{
	size_t i;

	for (i = 0; i < NELEM(targets); i++)
		if (strcmp(targets[i].name, name) == 0)
			return &targets[i];
	return NULL;
}

/* What is indented belongs to the row above it that is not. */
bool
row_wanted(const struct target *target, size_t i)
{
	const char *pattern = getenv("BENCH_ROWS");

	if (pattern == NULL || pattern[0] == '\0')
		return true;
	while (i > 0 && target->rows[i].title[0] == ' ')
		i--;
	return fnmatch(pattern, target->rows[i].title, 0) == 0;
}
