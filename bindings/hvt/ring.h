/* SPDX-License-Identifier: ISC */
/*
 * ring.h: frames by way of memory that the tender shares, where it offers
 * that.  What cannot be done so is done by a hypercall, before which the
 * tender does all that was submitted here: order is kept.
 */
#ifndef SOLO5_HVT_RING_H
#define SOLO5_HVT_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5.h>
#include <solo5/hvt_abi.h>

struct memory;

/* Looks for a ring, and takes memory for its buffers from below the heap. */
void ring_init(struct hvt_boot_info *bi, struct memory *mem);

/* Sends a frame; false if it has to be sent by a hypercall. */
bool ring_send(solo5_handle_t handle, const uint8_t *buf, size_t size);

/* Where the next frame of a device is. */
enum ring_frame {
	RING_GIVEN,		/* in buf now */
	RING_NONE,		/* it has not come, as far as is known */
	RING_ELSEWHERE		/* a hypercall knows */
};

/*
 * Receives a frame of a device that is acquired, and stores its length.  It
 * may also ask the tender for more, so that they are there the next time.
 */
enum ring_frame ring_receive(solo5_handle_t handle, uint8_t *buf,
    size_t *length);

/* A frame was elsewhere. */
void ring_received_elsewhere(solo5_handle_t handle);

/* Devices of which frames have been received that nobody has asked for yet. */
solo5_handle_set_t ring_ready(void);

/* The tender says that there are frames of these devices. */
void ring_polled(solo5_handle_set_t ready);

#endif /* SOLO5_HVT_RING_H */
