/* SPDX-License-Identifier: ISC */
/*
 * ring.h: network devices, by a ring in memory that the guest shares; see
 * hvt_abi.h.
 *
 * An entry does what the hypercall of its name does, at once: a read that
 * finds no frame is complete as well, with SOLO5_R_AGAIN.  Entries are done in
 * their order, and before any later hypercall about the network, by whichever
 * thread comes first.  Nothing is ever held back, so that no frame is in
 * neither the device nor the ring while the guest sleeps.
 */
#ifndef SOLO5_HVT_RING_H
#define SOLO5_HVT_RING_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <solo5/hvt_abi.h>

struct vm;

struct ring {
	struct hvt_net_ring *shared;
	int kick;		/* readable when the guest has kicked */
	int kicker;		/* where that is a pipe, its other end, or -1 */
	pthread_mutex_t lock;	/* of what follows */
	/* The host's indices: what is in shared is for the guest to read. */
	uint32_t ent_head;
	uint32_t com_tail;
	/* Whose frame each completion says is there, or 0. */
	uint8_t frame[HVT_RING_SIZE];
};

/* At shared, which is zero. */
void ring_init(struct ring *ring, struct hvt_net_ring *shared, int kick);

/*
 * Does what the guest has submitted, if there is a ring.  Returns true if
 * some of it is left because the guest has not taken completions to make
 * room for others; it is done when there is room the next time.
 */
bool ring_serve(const struct vm *vm);

/* Does the same, and returns for which devices there are frames to take. */
uint64_t ring_poll(const struct vm *vm);

/* Whether the guest has submitted what has not been done. */
bool ring_has_work(struct ring *ring);

/* ring_io.c */

/*
 * Makes a ring for a guest with network devices at the end of its memory, if
 * that is large enough, and there can be all that it takes.  Before anything
 * else depends on how much memory there is.
 */
void ring_open(struct vm *vm);

/*
 * For vm_host.kick_fd, where the hypervisor has nothing to be read from when
 * the guest kicks: a pipe, and ring_kick() for each VM_EXIT_KICK.  So the
 * guest waits for as long as a byte takes, and not for its frames.
 */
int ring_pipe(struct vm *vm);

/* Returns false if there is no ring that takes kicks this way. */
bool ring_kick(const struct vm *vm);

/* The option --no-net-ring. */
bool ring_refuse(const char *value);

/*
 * Starts the thread that serves the ring, if there is one, and returns once
 * that has called first(), unless it is NULL.
 */
void ring_start(struct vm *vm, void (*first)(const struct vm *));

#endif /* SOLO5_HVT_RING_H */
