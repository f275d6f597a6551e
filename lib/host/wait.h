/* SPDX-License-Identifier: ISC */
/*
 * wait.h: waiting for input on some of up to 64 descriptors, and for time to
 * pass.
 */
#ifndef SOLO5_HOST_WAIT_H
#define SOLO5_HOST_WAIT_H

#include <stdint.h>

struct wait {
	int set;	/* descriptors of its own, which stay open */
	int timer;	/* -1 where it is not needed */
};

/* Makes one that waits for nothing.  Returns 0 or a negative errno. */
int wait_create(struct wait *w);

/* Adds a descriptor, under a number below 64.  Returns 0 or -errno. */
int wait_add(struct wait *w, int fd, unsigned int number);

/*
 * Waits until there is input or nsecs have passed, 0 for not at all, and may
 * wake up early.  Returns how many descriptors have input, and stores the set
 * of their numbers as bits.
 */
unsigned int wait_for(struct wait *w, uint64_t nsecs, uint64_t *ready);

/* Lets time pass, whatever there is to be read; may return early. */
void wait_pause(uint64_t nsecs);

/*
 * Of which descriptors the other side has gone away, or an error has not been
 * told, at this moment.  Most often there is nothing more to come, and all
 * waiting ends at once.
 */
uint64_t wait_ended(struct wait *w);

/* Waits for a descriptor no more. */
void wait_remove(struct wait *w, int fd);

#endif /* SOLO5_HOST_WAIT_H */
