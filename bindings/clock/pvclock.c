/* SPDX-License-Identifier: ISC */
/*
 * pvclock.c: reads the hypervisor's clock.
 *
 * The host writes it while we do not run; but we may be stopped between two
 * reads.  What was read is good if the version was even, and did not change.
 */
#include "pvclock.h"

#include "cpu.h"

#define NSEC_PER_SEC	1000000000u

uint64_t
pvclock_read(const volatile struct pvclock *clock)
{
	__extension__ typedef unsigned __int128 uint128_t;
	uint32_t version, mul;
	uint64_t time, delta;
	int shift;

	do {
		version = clock->version & ~1u;
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
		time = clock->time;
		mul = clock->mul;
		shift = clock->shift;
		delta = cpu_cycles() - clock->tsc;
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
	} while (clock->version != version);
	delta = shift < 0 ? delta >> (-shift & 63) : delta << (shift & 63);
	return time + (uint64_t)((uint128_t)delta * mul >> 32);
}

uint64_t
pvclock_read_wall(const volatile struct pvclock_wall *wall)
{
	uint32_t version, sec, nsec;

	do {
		version = wall->version & ~1u;
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
		sec = wall->sec;
		nsec = wall->nsec;
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
	} while (wall->version != version);
	return (uint64_t)sec * NSEC_PER_SEC + nsec;
}
