/* SPDX-License-Identifier: ISC */
/*
 * model.h: OpenBSD as solo5-hvt sees it, for one release each: what the
 * kernel's vmm(4) does is vmm.c, over KVM; what else the tender asks of the
 * system is system.c; the list of machines that outlives a process, vms.c.
 *
 * The tender is compiled as it is, against declarations of ours, and its
 * calls are taken by the linker (--wrap).  What the kernel would refuse is
 * refused.  What it would let pass, but is a mistake of the tender's, is a
 * complaint, and the end.
 *
 * These change how the model behaves:
 *
 *	MODEL_VMS=FILE		the list of machines; else one of its own
 *	MODEL_FAIL=CALL:ERROR[@N]
 *				a CALL fails, the first or the Nth, in whichever
 *				of the processes: open, root, user, invariant,
 *				socketpair, fork, chroot, setgroups, setresgid,
 *				setresuid, pledge, or a request of vmm(4):
 *				create, info, term, reset, protect, run,
 *				readregs; or at that call, if the error is KILL,
 *				the process is killed
 *	MODEL_CPU=amd		what AMD's CPUs have instead of Intel's
 */
#ifndef SOLO5_BSD_OPENBSD_MODEL_H
#define SOLO5_BSD_OPENBSD_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "compiler.h"

/* The model's own descriptors are above this one. */
#define MODEL_FD_LEAST	600

/* The status of complaints, which the tender does not have. */
#define MODEL_STATUS	70

/* Ends the program: this is not how the system is to be used. */
NORETURN void complain(const char *fmt, ...) PRINTF_LIKE(1, 2);

/*
 * Whether the call is to fail now, by what the user said: returns that errno,
 * or 0.
 */
int fail(const char *call);

/* vms.c: the list of machines; returns an index, or -1. */
struct vms_entry {
	uint32_t id;
	uint32_t lives;
	int64_t creator;
	uint64_t size;
	char name[64];
};

#define VMS_MAX	64

void vms_open(void);
int vms_add(const char *name, uint64_t size, uint32_t *id);
int vms_find(uint32_t id, struct vms_entry *e);
size_t vms_all(struct vms_entry *all);
void vms_remove(int index);

/* vmm.c */

/* A request of the device; 0, or -1 with errno. */
int vmm_request(unsigned long request, void *arg);

/* Whether len bytes at p are partly memory that nobody can change. */
bool vmm_is_immutable(const void *p, size_t len);

/* system.c */

/* What pledge() has left: everything, or this, perhaps with "proc". */
bool pledged(void);
bool pledged_proc(void);

/* Something was done that was not promised: the end, as the kernel has it. */
NORETURN void pledge_violated(const char *what);

/* pledge.c: from here on the kernel of this machine, too, permits no more. */
void pledge_filter(bool proc);

#endif /* SOLO5_BSD_OPENBSD_MODEL_H */
