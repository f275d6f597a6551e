/* SPDX-License-Identifier: ISC */
/*
 * floor.h: the devices of the plain process.
 */
#ifndef SOLO5_BENCH_FLOOR_H
#define SOLO5_BENCH_FLOOR_H

/* Opens the file, or the tap interface, of the command line; -1 on failure. */
int floor_disk(void);
int floor_net(void);

#endif /* SOLO5_BENCH_FLOOR_H */
