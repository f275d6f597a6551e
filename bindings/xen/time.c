/* SPDX-License-Identifier: ISC */
/*
 * time.c: the clocks, which are the hypervisor's, and sleeping.
 */
#include "domain.h"

#include "pvclock.h"

#define NSEC_PER_SEC	1000000000u

_Static_assert(sizeof(struct vcpu_time_info) == sizeof(struct pvclock) &&
    offsetof(struct vcpu_time_info, tsc_to_system_mul) ==
    offsetof(struct pvclock, mul), "pvclock");
_Static_assert(offsetof(struct shared_info, wc_nsec) ==
    offsetof(struct shared_info, wc_version) +
    offsetof(struct pvclock_wall, nsec), "pvclock_wall");

/* The last time that was read. */
static solo5_time_t latest;

/*
 * A clock that has gone back, as after a migration, stands still for a while.
 */
solo5_time_t
solo5_clock_monotonic(void)
{
	const solo5_time_t now = pvclock_read(
	    (const volatile struct pvclock *)&xen_vcpu()->time);

	if (now > latest)
		latest = now;
	return latest;
}

/* Whoever sets the host's clock sets what this begins with. */
solo5_time_t
solo5_clock_wall(void)
{
	const volatile struct shared_info *shared = xen_shared();
	uint64_t high, base;

	do {
		high = shared->wc_sec_hi;
		base = pvclock_read_wall((const volatile struct pvclock_wall *)
		    &shared->wc_version);
	} while (high != shared->wc_sec_hi);
	return (high << 32) * NSEC_PER_SEC + base + solo5_clock_monotonic();
}

/* There are no devices of ours; an event that is not ours ends the sleep. */
void
solo5_yield(solo5_time_t deadline, solo5_handle_set_t *ready_set)
{
	bool others = false;

	while (!others && solo5_clock_monotonic() < deadline)
		others = event_sleep(deadline);
	if (ready_set != NULL)
		*ready_set = 0;
}
