/* SPDX-License-Identifier: ISC */
/*
 * timer.h: the interval timer.
 */
#ifndef SOLO5_VIRTIO_TIMER_H
#define SOLO5_VIRTIO_TIMER_H

#include <stdint.h>

#include <solo5.h>

/* Makes the timer interrupt once, after so long or a little more, or earlier
 * if it is more than it can. */
void timer_start(solo5_time_t timeout);

/* How often in a second the CPU's counter counts. */
uint64_t timer_measure(void);

#endif /* SOLO5_VIRTIO_TIMER_H */
