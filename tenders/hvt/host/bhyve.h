/* SPDX-License-Identifier: ISC */
/*
 * bhyve.h: what the files about FreeBSD's vmm(4) share.  There is one CPU, of
 * number 0.
 */
#ifndef SOLO5_HVT_HOST_BHYVE_H
#define SOLO5_HVT_HOST_BHYVE_H

#include <stdbool.h>
#include <stdint.h>

struct vm_problem;
struct vmm_exit;

struct vm_state {
	int fd;			/* of the machine's device */
	int control;		/* what ends the machine with this process, */
	bool reaped;		/* by being asked, else by being closed */
};

/* bhyve-machine.c */

/*
 * Makes a machine, which is destroyed with this process however that ends.
 * Stores the descriptors, or returns a negative errno and a problem.
 */
int bhyve_machine_create(struct vm_state *s, struct vm_problem *problem);

/*
 * Destroys it now, if that does not happen by itself when the process has
 * ended.  For handlers of signals; harmless twice, and without a machine.
 */
void bhyve_machine_destroy(void);

/* bhyve-reaper.c: a process that destroys what its parent leaves behind. */

/* Starts one for the machine of that name.  Returns its socket, or -errno. */
int bhyve_reaper_start(const char *name);

/* Has it destroy the machine now.  For handlers of signals. */
void bhyve_reaper_call(int fd);

/* bhyve-run-*.c: there are two forms of the request that runs the CPU. */

/* Returns 0 with what stopped the CPU, or a negative errno. */
int bhyve_run(int fd, struct vmm_exit *e);

#endif /* SOLO5_HVT_HOST_BHYVE_H */
