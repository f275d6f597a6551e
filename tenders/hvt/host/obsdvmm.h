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
	int reaper;		/* what ends the machine with this process */
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

/* obsdvmm-reaper.c: whose machine outlives its process. */

/* Returns 0 or a negative errno. */
int obsd_machine_end(int fd, uint32_t id);

/*
 * Starts a process that ends this one's machine, whatever ends this one, before
 * there is one.  fd is OBSD_DEVICE.  Returns a descriptor to be kept open, or
 * a negative errno and what failed.  After obsd_find_user().
 */
int obsd_reaper_start(int fd, const char **what);

/* The name by which that knows this process's machine. */
const char *obsd_machine_name(void);

/* Ends what others have left.  Where there is no telling, nothing is ended. */
void obsd_end_left(int fd);

/* obsdvmm-confine.c */

/* While there are names: OBSD_USER is looked up, or it is the end. */
void obsd_find_user(void);

/*
 * Makes this process that user's, with an empty root directory, and no files.
 * Returns NULL, or with errno what failed.
 */
const char *obsd_drop_root(void);

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
