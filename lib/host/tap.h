/* SPDX-License-Identifier: ISC */
/*
 * tap.h: network interfaces that carry Ethernet frames to and from a
 * descriptor.
 */
#ifndef SOLO5_HOST_TAP_H
#define SOLO5_HOST_TAP_H

#include <stdint.h>

/*
 * Attaches the tap interface called name, which must exist and be up; it is
 * neither created nor changed.  Returns a descriptor that is non-blocking and
 * closed on exec, and stores the interface's MTU; or a negative errno.
 */
int tap_open(const char *name, uint16_t *mtu);

/*
 * Takes an open descriptor that moves one frame by each read and write, makes
 * it non-blocking, and stores the MTU, which is the interface's if it is a tap
 * and else 1500.  Returns 0 or a negative errno, which is -EINVAL for an
 * interface of which something else than frames is read and written, and then
 * nothing has changed.
 */
int tap_adopt(int fd, uint16_t *mtu);

#endif /* SOLO5_HOST_TAP_H */
