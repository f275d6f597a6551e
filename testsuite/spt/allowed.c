/* SPDX-License-Identifier: ISC */
/*
 * allowed.c: what guests may do, in plain C.
 *
 * Written from the description of the interface, as a user of solo5-spt(1)
 * reads it, and not from the tender's table: the two are to be compared.  A
 * register has 64 bits and so has every argument here, whatever the kernel
 * makes of it.
 */
#include <config.h>

#include "allowed.h"

#include <linux/seccomp.h>
#include <solo5/mft_abi.h>
#include <sys/syscall.h>
#include <time.h>

#include "machine.h"

static const struct mft_entry *
find_device(const struct policy_params *params, uint32_t type, uint64_t fd)
{
	const struct mft_entry *e = params->mft->e;
	const struct mft_entry *end = e + params->mft->entries;

	for (e++; e < end; e++)
		if (e->type == type && (uint64_t)e->b.hostfd == fd)
			return e;
	return NULL;
}

const struct mft_entry *
allowed_disk(const struct policy_params *params, uint64_t fd)
{
	return find_device(params, MFT_DEV_BLOCK_BASIC, fd);
}

/* Nobody has memory for 4 GiB, and no kernel moves so much at once. */
bool
allowed_range(uint64_t capacity, uint64_t offset, uint64_t count)
{
	return count <= UINT32_MAX && count <= capacity &&
	    offset <= capacity - count;
}

static bool
allowed_io(const struct policy_params *params, const struct seccomp_data *d)
{
	const struct mft_entry *disk = allowed_disk(params, d->args[0]);

	return disk != NULL && allowed_range(disk->u.block_basic.capacity,
	    d->args[3], d->args[2]);
}

bool
allowed(const struct policy_params *params, const struct seccomp_data *d)
{
	const uint64_t first = d->args[0];

	if (d->arch != MACHINE_ARCH)
		return false;
	switch (d->nr) {
	case SYS_read:
		return find_device(params, MFT_DEV_NET_BASIC, first) != NULL;
	case SYS_write:
		return first == 1 ||
		    find_device(params, MFT_DEV_NET_BASIC, first) != NULL;
	case SYS_pread64:
	case SYS_pwrite64:
		return allowed_io(params, d);
	case SYS_epoll_pwait:
		return first == (uint64_t)params->epollfd && d->args[4] == 0;
	case SYS_timerfd_settime:
		return first == (uint64_t)params->timerfd;
	case SYS_clock_gettime:
		return first == CLOCK_REALTIME || first == CLOCK_MONOTONIC;
	case SYS_exit_group:
		return true;
	}
	return machine_allows(d);
}
