/* SPDX-License-Identifier: ISC */
/*
 * pvclock.h: the clock that KVM and Xen show to their guests.
 */
#ifndef SOLO5_CLOCK_PVCLOCK_H
#define SOLO5_CLOCK_PVCLOCK_H

#include <stdint.h>

/* Written by the host, whenever it likes. */
struct pvclock {
	uint32_t version;	/* odd while it is being written */
	uint32_t reserved0;
	uint64_t tsc;		/* when the CPU counted this, */
	uint64_t time;		/* it was this, in ns */
	uint32_t mul;		/* 2^-32 ns for each count ... */
	int8_t shift;		/* ... times two to this */
	uint8_t flags;
	uint8_t reserved1[2];
};

_Static_assert(sizeof(struct pvclock) == 32, "pvclock");

/* The time of the world when the clock above was 0. */
struct pvclock_wall {
	uint32_t version;
	uint32_t sec;
	uint32_t nsec;
};

/* What the clock shows, in ns. */
uint64_t pvclock_read(const volatile struct pvclock *clock);

/* The time of the world that the clock counts from, in ns since 1970. */
uint64_t pvclock_read_wall(const volatile struct pvclock_wall *wall);

#endif /* SOLO5_CLOCK_PVCLOCK_H */
