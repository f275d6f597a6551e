/* SPDX-License-Identifier: ISC */
/*
 * ops.h: the operations that are measured, as one function.
 *
 * ops.c is compiled twice: into a unikernel, with guest/side.h, and into a
 * plain process, with floor/side.h.  So both run the same loops around what
 * differs.
 */
#ifndef SOLO5_BENCH_OPS_H
#define SOLO5_BENCH_OPS_H

/* The Ethernet type of our frames: IEEE's for local experiments. */
#define FRAME_TYPE_HI	0x88
#define FRAME_TYPE_LO	0xb5

/* Behind the type: what the frame is for. */
#define FRAME_ECHO	'e'	/* to be sent back */
#define FRAME_STOP	's'	/* no more will come */

/* Bytes of the disk; the largest operation fits in several times. */
#define DISK_SIZE	(8u << 20)

/* The largest operation on the disk. */
#define BLOCK_OP_MAX	(1u << 20)

/*
 * Runs one operation, given by its name and up to three numbers, and prints
 * "bench NAME NANOSECONDS", which is the time that one took.  With the third
 * it runs it so often and takes no time.  Returns an exit status.
 */
int ops_run(const char *words);

#endif /* SOLO5_BENCH_OPS_H */
