/* SPDX-License-Identifier: ISC */
/*
 * rtc.h: the clock on a PC's battery.
 */
#ifndef SOLO5_VIRTIO_RTC_H
#define SOLO5_VIRTIO_RTC_H

#include <stdint.h>

/* Seconds since 1970, if the clock is in UTC; 0 if there is none. */
uint64_t rtc_read(void);

#endif /* SOLO5_VIRTIO_RTC_H */
