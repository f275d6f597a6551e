/* SPDX-License-Identifier: ISC */
/*
 * vmm.h: what the files share that model vmm(4).
 *
 * Where releases differ, there is a pair of files, as the tender has it.
 */
#ifndef SOLO5_BSD_OPENBSD_VMM_H
#define SOLO5_BSD_OPENBSD_VMM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <machine/vmmvar.h>

#include <dev/vmm/vmm.h>

#include "bsd/machine.h"

enum vcpu_state {
	VCPU_NEW,		/* without registers */
	VCPU_STOPPED,
	VCPU_TERMINATED		/* it can never run again */
};

struct machine_state {
	int index;		/* in the list, or -1 */
	int fd[MACHINE_FDS];
	uint8_t *mem;
	uint8_t *guest;		/* the same, as the guest has it */
	size_t size;
	bool immutable;
	enum vcpu_state vcpu;
	const char *cannot_enter;	/* what registers keep it from that */
	bool entered;
	enum machine_stop last;
	uint64_t rip;		/* of the instruction that stopped last */
};

extern struct machine_state machine;

/* Whether this process has that machine, and that CPU; 0 or -errno. */
int machine_find(uint32_t id, uint32_t vcpu);

/* run.c: requests; 0 or a negative errno. */
int run(struct vm_run_params *p);
void run_stop(void);

/* protect-*.c: the request to change the guest's second translation, or 0. */
extern const unsigned long protect_request;
int protect(void *arg);

/* resume-*.c */

/*
 * Whether the kernel takes over what the tender has in the structure of the
 * last exit.
 */
bool resume_takes_over(const struct vm_run_params *p, bool again);

/* Where the CPU is to go on after I/O, and what the tender is told of that. */
uint64_t resume_rip(const struct vm_exit *e, uint64_t behind);
uint64_t resume_tell(struct vm_exit *e, uint64_t at, uint64_t behind);

/*
 * memory-*.c: whose memory the guest has, and where it is for the guest, whose
 * it stays whatever the process does with its own mapping.  0 or -errno.
 */
int memory_make(struct vm_mem_range *range, bool *immutable,
    uint8_t **guest);

/* regs.c: the kernel's registers, and those of KVM's machine. */
void regs_from(struct machine_regs *to, const struct vcpu_reg_state *from);
void regs_to(struct vcpu_reg_state *to, const struct machine_regs *from);

/* What is wrong with them, as RESETCPU finds, and entering the guest. */
const char *regs_refuse(const struct vcpu_reg_state *regs);
const char *regs_cannot_enter(const struct vcpu_reg_state *regs);

/* run.c: whether the CPU is one of AMD's. */
bool run_is_amd(void);

#endif /* SOLO5_BSD_OPENBSD_VMM_H */
