/* SPDX-License-Identifier: ISC */
/*
 * net.h: a tap interface in a network of its own, and frames sent to it.
 */
#ifndef SOLO5_BENCH_NET_H
#define SOLO5_BENCH_NET_H

#include <stddef.h>

#define NET_TAP	"bench0"

/*
 * Moves this process into a new network namespace, which the interface
 * NET_TAP is made in.  Returns NULL, or why that cannot be done.
 */
const char *net_open(void);

/*
 * Sends frames of size bytes to whoever has attached the interface and sends
 * them back, one after the other, and then one that says stop.  Returns the
 * mean time that a frame took, in nanoseconds, or NAN.
 */
double net_echo(size_t size);

#endif /* SOLO5_BENCH_NET_H */
