/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm.h: what the files about OpenBSD's vmm(4) share.
 *
 * Its interface changes from release to release, and a program runs on the
 * one that it was built on.  Each difference is a pair of files, of which
 * configure takes one.
 */
#ifndef SOLO5_HVT_HOST_OBSDVMM_H
#define SOLO5_HVT_HOST_OBSDVMM_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "obsdvmm-kernel.h"

struct vm;
struct vm_exit;
struct vm_problem;

#define OBSD_DEVICE	"/dev/vmm"

/* What gives up its rights becomes this user, in its home. */
#define OBSD_USER	"_vmd"

/* The only virtual CPU. */
#define OBSD_VCPU	0

struct vm_state {
	int fd;			/* OBSD_DEVICE */
	uint32_t id;		/* of the machine */
	volatile sig_atomic_t lives;	/* in the kernel, until it is ended */
	volatile sig_atomic_t ended;
	struct vm_run_params run;
	struct vmm_exit exit;	/* shared with the kernel, by copies */
};

/* For struct vm_host, which is in obsdvmm-hold-*.c. */
int obsd_create(struct vm *vm, uint64_t mem_size, struct vm_problem *problem);
void obsd_destroy(void);
size_t obsd_seal(struct vm *vm, int *keep);

/* obsdvmm-memory-*.c: whose memory the guest has. */

/*
 * Before the machine is made, and after: where its memory is in this process.
 * Return 0 or a negative errno.
 */
int obsd_memory_prepare(struct vm_mem_range *range);
int obsd_memory_find(const struct vm_mem_range *range, uint8_t **mem);

/* obsdvmm-run-*.c */

/* Before each run of the virtual CPU; again is false before the first. */
void obsd_run_prepare(struct vm_state *s, bool again);

/* After an exit by an instruction that the tender has executed. */
void obsd_run_advance(struct vm_state *s);

#endif /* SOLO5_HVT_HOST_OBSDVMM_H */
